"""The demonstration's clients: names, addresses, rhythms, and the few whom the guide speaks of."""
