"""The demonstration's catalogue: words, forms, composition, stock."""
