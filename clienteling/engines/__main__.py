"""`python -m clienteling.engines [start | stop | hold]`: by hand, and from another user's shell in the tests."""

import sys
import time

from . import EngineError, ensure, leave_on_signals, stop


def main(words: list[str]) -> int:
    try:
        return _obey(words[0] if words else "start")
    except EngineError as error:
        print(error, file=sys.stderr)
        return 1


def _obey(word: str) -> int:
    if word == "stop":
        stop()
        return 0
    leave_on_signals()
    running = ensure()
    print(running.addresses.database_url, running.addresses.redis_url, " ".join(running.started), sep="\n", flush=True)
    while word == "hold":
        time.sleep(60)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
