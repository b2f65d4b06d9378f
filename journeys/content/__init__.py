"""What a message says: composed and rendered just before it goes, in the client's language."""
