"""What a client likes, which sizes they wear, which days matter to them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from crm.actions.clients import update_client
from crm.actions.profile_errors import ProfileError
from crm.models import Client

LONGEST_NAME, LONGEST_VALUE = 40, 120
MOST_TASTES, MOST_DATES = 40, 20


@transaction.atomic
def change_tastes(client: Client, changes: Mapping[str, str]) -> Client:
    """Set these tastes and sizes, name to value; an empty value takes one away. What is not named stays.

    So two people who write different things at once both keep what they wrote. Raises ProfileError: ``too_long``,
    ``too_many``, ``client_not_live``.
    """
    if any(not name or len(name) > LONGEST_NAME or len(value) > LONGEST_VALUE for name, value in changes.items()):
        raise ProfileError("too_long")
    locked = lock_live(client)
    tastes = {name: value for name, value in {**locked.tastes, **changes}.items() if value != ""}
    if len(tastes) > max(MOST_TASTES, len(locked.tastes)):
        raise ProfileError("too_many")
    return update_client(locked, tastes=tastes)


@transaction.atomic
def change_key_dates(
    client: Client, *, add: Iterable[tuple[str, str]] = (), remove: Iterable[tuple[str, str]] = ()
) -> Client:
    """Add and take away days that matter, as (name, ``MM-DD``). One that is there already is there once.

    Raises ProfileError: ``name_missing``, ``too_long``, ``date_unknown``, ``too_many``, ``client_not_live``.
    """
    new = [_key_date(name, month_day) for name, month_day in add]
    gone = set(remove)
    locked = lock_live(client)
    kept = [each for each in locked.key_dates if (each.get("name"), each.get("date")) not in gone]
    dates = kept + [each for each in new if each not in kept]
    if len(dates) > max(MOST_DATES, len(locked.key_dates)):
        raise ProfileError("too_many")
    return update_client(locked, key_dates=dates)


@transaction.atomic
def change_birth_date(client: Client, birth_date: date | None, *, today: date) -> Client:
    """Raises ProfileError: ``date_unknown`` for a day to come or before any client's, ``client_not_live``."""
    if birth_date is not None and not date(1890, 1, 1) <= birth_date <= today:
        raise ProfileError("date_unknown")
    return update_client(lock_live(client), birth_date=birth_date)


def lock_live(client: Client) -> Client:
    """The client as they are now, locked without their key, as a merge locks (docs/architecture.md)."""
    locked = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    if locked.canonical_id is not None:
        raise ProfileError("client_not_live")
    return locked


def _key_date(name: str, month_day: str) -> dict[str, str]:
    if not name:
        raise ProfileError("name_missing")
    if len(name) > LONGEST_NAME:
        raise ProfileError("too_long")
    try:
        # A leap year: the 29th of February is somebody's birthday.
        date.fromisoformat(f"2000-{month_day}")
    except ValueError as error:
        raise ProfileError("date_unknown") from error
    return {"name": name, "date": month_day}
