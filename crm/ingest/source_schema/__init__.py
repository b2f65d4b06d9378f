"""What a source is expected to send, and whether it does.

A source may declare its events and the types of their properties. What differs is counted and shown, and kept all the
same; only what the schema blocks is refused. See docs/guide/sources.md.
"""
