"""What stands on no model: logs, keys and seals, log-in, codes to scan. Open to every app."""
