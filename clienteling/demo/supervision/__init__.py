"""Runs the demonstration's processes: starts them, watches them, and leaves none behind."""
