"""Words of the client's pages by topic, each in every language that clients are written to in."""
