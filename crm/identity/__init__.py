"""Who is meant by an e-mail, a device or a card: the graph of identifiers, its locks, its review and its care."""
