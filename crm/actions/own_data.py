"""What a client corrects of themselves (GDPR Art. 16), by their own hand, on their own page."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from consent.actions.prefer_channel import prefer_channel
from consent.models import Erasure
from crm.actions.clients import update_client
from crm.models import Brand, Client
from crm.rights.own_corrections import keep_own_correction

OLDEST = date(1900, 1, 1)


class OwnDataError(Exception):
    """Codes: ``name_too_long``, ``birth_date_invalid``, ``city_too_long``, ``country_invalid``,
    ``language_unknown``; ``client_erased``, since there is nobody to correct. Of a new address
    (crm.actions.own_address) also ``email_invalid``, ``email_is_a_phone``, ``value_blocked``, ``address_unchanged``,
    ``address_not_yours``, ``address_not_taken``, ``too_many_addresses``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class OwnData:
    """As typed. ``birth_date``: ISO 8601, empty where they would rather not say; ``country``: ISO 3166-1 alpha-2."""

    given_name: str
    family_name: str
    birth_date: str
    city: str
    country: str
    language: str
    preferred_channel: str = ""


@transaction.atomic
def correct_own_data(client: Client, said: OwnData, *, brand: Brand, at: datetime) -> Client:
    """All of it or nothing. The search words follow with it (``update_client``), as do segments and duplicates by
    their triggers; what was put right is kept beside what stood there, and recipients are told. Raises OwnDataError,
    and ConsentError ``channel_unknown``."""
    held = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    refuse_erased(held)
    values = _values(said)
    changes = {name: (getattr(held, name), value) for name, value in values.items()}
    update_client(held, **values)
    keep_own_correction(held, changes, at=at)
    prefer_channel(held, brand=brand, channel=said.preferred_channel, at=at)
    return held


def refuse_erased(client: Client) -> None:
    """An old link brings nothing back. Raises OwnDataError ``client_erased``."""
    if Erasure.objects.filter(client=client).exists():
        raise OwnDataError("client_erased")


def _values(said: OwnData) -> dict[str, Any]:
    return {
        "given_name": _short(said.given_name, 80, "name_too_long"),
        "family_name": _short(said.family_name, 80, "name_too_long"),
        "birth_date": _birth_date(said.birth_date),
        "city": _short(said.city, 60, "city_too_long"),
        "country": _country(said.country),
        "language": _language(said.language),
    }


def _short(text: str, most: int, code: str) -> str:
    written = " ".join(text.split())
    if len(written) > most:
        raise OwnDataError(code)
    return written


def _birth_date(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise OwnDataError("birth_date_invalid") from error
    if not OLDEST <= day < timezone.now().date():
        raise OwnDataError("birth_date_invalid")
    return day


def _country(text: str) -> str:
    code = text.strip().upper()
    if code and not re.fullmatch("[A-Z]{2}", code):
        raise OwnDataError("country_invalid")
    return code


def _language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise OwnDataError("language_unknown")
    return code
