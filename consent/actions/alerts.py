"""Note what a privacy officer is to look into, and how far they are with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from consent.errors import AlertError
from consent.models import AccessAlert

if TYPE_CHECKING:
    from crm.models import User

LONGEST_EXPLANATION = 500


@dataclass(frozen=True)
class Noticed:
    """Something that stands out. ``key`` is the same for the same person, day and sign."""

    key: str
    code: str
    user_id: int
    client_id: int | None
    at: datetime
    words: str


@transaction.atomic
def note_alerts(noticed: Sequence[Noticed]) -> int:
    """Each once; figures that grew meanwhile are put right as long as nobody asked about them. How many are new.

    Twice at once is as good as once: the key decides.
    """
    known = set(AccessAlert.objects.filter(key__in=[each.key for each in noticed]).values_list("key", flat=True))
    fresh = [_row(each) for each in noticed if each.key not in known]
    AccessAlert.objects.bulk_create(fresh, ignore_conflicts=True)
    for each in noticed:
        if each.key in known:
            untouched = AccessAlert.objects.filter(~Q(words=each.words), key=each.key, asked_at=None, explained_at=None)
            untouched.update(words=each.words)
    return len(fresh)


def ask_about_alert(alert: AccessAlert, *, actor: "User", at: datetime) -> None:
    """The person was asked. Raises AlertError ``already_asked``."""
    mine = AccessAlert.objects.filter(pk=alert.pk, asked_at=None, explained_at=None)
    if not mine.update(asked_at=at, asked_by=actor):
        raise AlertError("already_asked")


def explain_alert(alert: AccessAlert, *, explanation: str, actor: "User", at: datetime) -> None:
    """What it was. Raises AlertError ``explanation_missing``, ``explanation_too_long``, ``already_explained``."""
    said = " ".join(explanation.split())
    if not said:
        raise AlertError("explanation_missing")
    if len(said) > LONGEST_EXPLANATION:
        raise AlertError("explanation_too_long")
    mine = AccessAlert.objects.filter(pk=alert.pk, explained_at=None)
    if not mine.update(explained_at=at, explained_by=actor, explanation=said):
        raise AlertError("already_explained")


def _row(each: Noticed) -> AccessAlert:
    return AccessAlert(
        key=each.key, code=each.code, user_id=each.user_id, client_id=each.client_id, at=each.at, words=each.words[:200]
    )
