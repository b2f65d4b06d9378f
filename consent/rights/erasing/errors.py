"""What stops a worker at an erasure."""


class ErasureLeaseLostError(Exception):
    """Another worker has taken the erasure, and goes on with it."""
