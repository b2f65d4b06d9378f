"""How a message leaves the house: one folder for each kind of channel."""

CHANNELS = frozenset({"email"})
