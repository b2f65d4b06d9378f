"""Whoever was told of a person is told what became of it (GDPR Art. 19). The apps that tell others register theirs."""

from collections.abc import Callable, Sequence
from datetime import datetime

from consent.models import RequestStep, SubjectRequest
from consent.rights.steps import log_step

RECTIFIED, ERASED, RESTRICTED = "subject.rectified", "subject.erased", "subject.restricted"
Tell = Callable[[SubjectRequest, str, Sequence[str], datetime], int]

_tellers: dict[str, Tell] = {}


def register_teller(app: str, tell: Tell) -> None:
    """Called once, when an app is ready. ``tell(request, type, fields, at)`` writes down, in the transaction of the
    deed, whom to tell that these fields of the person changed; how many there are."""
    _tellers[app] = tell


def tell_recipients(request: SubjectRequest, what: str, *, at: datetime, fields: Sequence[str] = ()) -> int:
    """Before an erasure, which takes away who was told. Nobody, where nobody ever was."""
    told = sum(tell(request, what, fields, at) for tell in _tellers.values())
    if told:
        log_step(request, RequestStep.What.RECIPIENTS_TOLD, at=at, recipients=told)
    return told
