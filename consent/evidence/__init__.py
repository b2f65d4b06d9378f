"""The evidence of a consent in words, and as a file."""
