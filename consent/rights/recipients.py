"""Whoever was told of a person is told what became of it (GDPR Art. 19). The apps that tell others register theirs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from consent.models import RequestStep, SubjectRequest
from consent.rights.steps import log_step
from consent.subjects import Subject

RECTIFIED, ERASED, OBJECTED = "subject.rectified", "subject.erased", "subject.objected"
RESTRICTED, UNRESTRICTED = "subject.restricted", "subject.unrestricted"


@dataclass(frozen=True)
class News:
    """What became of ``person``. ``fields``: names of what changed; of an objection what it is to, marketing or
    profiling. ``request`` is the one to which the answers are kept; where it is of one house, that house's recipients
    are told."""

    request: SubjectRequest
    person: Subject
    what: str
    fields: Sequence[str]
    at: datetime


Tell = Callable[[News], int]

_tellers: dict[str, Tell] = {}


def register_teller(app: str, tell: Tell) -> None:
    """Called once, when an app is ready. ``tell(news)`` writes down, in the transaction of the deed, whom to tell of
    it: whoever was told of the person before, and nobody else; how many there are."""
    _tellers[app] = tell


def tell_recipients(
    request: SubjectRequest, what: str, *, at: datetime, fields: Sequence[str] = (), person: Subject | None = None
) -> int:
    """Before an erasure, which takes away who was told. Nobody, where nobody ever was. ``person``: where it is no
    longer the request's own record, since one was cut in two."""
    news = News(request, person or request.client.canonical or request.client, what, fields, at)
    told = sum(tell(news) for tell in _tellers.values())
    if told:
        log_step(request, RequestStep.What.RECIPIENTS_TOLD, at=at, recipients=told, type=what)
    return told
