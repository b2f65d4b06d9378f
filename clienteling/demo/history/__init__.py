"""Two years of what the demonstration's clients did."""
