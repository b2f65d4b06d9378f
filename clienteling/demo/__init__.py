"""The demonstration: a house from a seed, its pictures, and what runs it."""
