"""Whether the web answers yet, asked over HTTP as any other client would."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Readiness:
    """`is_up` once the web answers at all; `problems` are the codes that /readyz gives."""

    is_up: bool
    problems: tuple[str, ...] = ()


def ask_readiness(port: int) -> Readiness:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return Readiness(answer.status == 200)
    except urllib.error.HTTPError as error:
        return _told(error)
    except OSError:
        return Readiness(False)


def _told(error: urllib.error.HTTPError) -> Readiness:
    """Read a refusal. Overdue work after a night switched off is a state to report, not a reason to wait."""
    if error.code != 503:
        return Readiness(False)
    problems = tuple(json.load(error)["problems"])
    return Readiness("database_unreachable" not in problems, problems)
