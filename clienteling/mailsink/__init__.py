"""The demonstration's own post office: takes every mail, delivers none, and has a page to read them.

No model: a Maildir is all it keeps, so the tests and the page read what the SMTP server wrote.
"""
