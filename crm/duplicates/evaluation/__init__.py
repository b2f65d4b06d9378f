"""How well duplicates are found in a file whose duplicates are known."""
