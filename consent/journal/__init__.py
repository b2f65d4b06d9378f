"""What must survive the restoring of an older backup, in files outside of the database (decision 25)."""
