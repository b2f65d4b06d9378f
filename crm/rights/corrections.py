"""Rectification (GDPR Art. 16): values by the officer's hand, old and new kept; what follows from them follows."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from consent.actions.access import record_access
from consent.models import Correction, RequestStep, SubjectRequest
from consent.rights.close import finish_request
from consent.rights.errors import RightsError
from consent.rights.recipients import RECTIFIED, tell_recipients
from consent.rights.steps import log_step
from crm.actions.clients import update_client
from crm.models import Client, User

CORRECTABLE = ("given_name", "family_name", "salutation", "language", "country", "city", "birth_date")
# What stands in no field of the client.
OTHER = "other"
MOST_WORDS = 1000
_COUNTRY = re.compile(r"[A-Z]{2}")


def correct_client(request: SubjectRequest, actor: User, said: Mapping[str, Any], at: datetime) -> None:
    """``said``: field to its right value as text, an ISO date for the birthday; what is empty stays as it is. ``words``
    tell the client what was put right elsewhere, such as an address or a purchase.

    The search words are written anew with the names, and the triggers note the client for duplicates and segments.
    Raises RightsError: ``value_invalid``, ``nothing_changed``, ``client_erased``.
    """
    client = Client.objects.select_for_update(no_key=True).get(pk=request.client.canonical_id or request.client_id)
    if client.erased_at is not None:
        raise RightsError("client_erased")
    changes = {name: value for name, value in _values(said).items() if getattr(client, name) != value}
    words = str(said.get("words", "")).strip()[:MOST_WORDS]
    if "\x00" in words:
        raise RightsError("value_invalid")
    if not changes and not words:
        raise RightsError("nothing_changed")
    if words:
        request.answer_words = words
        request.save(update_fields=["answer_words"])
    kept = {name: (getattr(client, name), value) for name, value in changes.items()}
    if changes:
        update_client(client, **changes)
        record_access(user=actor, client=client, action="changed", fields=sorted(changes), why="rectification")
    keep_corrections(request, kept, actor=actor, at=at, elsewhere=bool(words))


def keep_corrections(
    request: SubjectRequest,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    actor: User | None,
    at: datetime,
    elsewhere: bool = False,
) -> None:
    """``changes``: field to its former and its right value. Both are kept, recipients are told of the fields, and the
    request is done. In the transaction that changes them. ``elsewhere``: something besides, told as ``other``."""
    fields = sorted(changes) + [OTHER] * elsewhere
    Correction.objects.bulk_create(
        Correction(request=request, field=name, before=_text(before), after=_text(after), at=at, actor=actor)
        for name, (before, after) in changes.items()
    )
    log_step(request, RequestStep.What.CORRECTED, at=at, actor=actor, fields=fields)
    tell_recipients(request, RECTIFIED, at=at, fields=fields)
    finish_request(request, at=at, actor=actor)


def _values(said: Mapping[str, Any]) -> dict[str, Any]:
    typed = {name: str(said.get(name, "")).strip() for name in CORRECTABLE}
    return {name: _value(name, text) for name, text in typed.items() if text}


def _value(name: str, text: str) -> Any:
    if name == "birth_date":
        return _day(text)
    longest: int = Client._meta.get_field(name).max_length or 0  # type: ignore[union-attr]
    text = text.upper() if name == "country" else text
    if len(text) > longest or "\x00" in text or (name == "country" and not _COUNTRY.fullmatch(text)):
        raise RightsError("value_invalid")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RightsError("value_invalid") from error


def _text(value: Any) -> str:
    return "" if value is None else str(value)
