"""Clients found by what is typed: names folded, slips allowed, one index and one order."""
