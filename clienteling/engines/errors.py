class EngineError(RuntimeError):
    """An engine cannot be found, started or reached. The message is one sentence for a person to act on."""
