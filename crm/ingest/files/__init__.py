"""Files in: read, mapped by a TOML file, checked, and kept in chunks that are settled once.

Order of imports: errors, cells, mapping → reading, chunks → kinds → runs → importing.
"""
