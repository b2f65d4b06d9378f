"""Who belongs to a group of clients: a definition as data, read, put in words, and compiled to one SQL query."""
