"""What sessions hold of the person: a search that somebody of the staff typed, an order that was just placed."""

import json
from itertools import islice
from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction

from consent.rights.erasing.person import Person
from consent.rights.erasing.sighting import Sighting

# Looked through at a time.
AT_ONCE = 2_000


def erase_sessions_of(person: Person) -> int:
    """Takes what names the person out of the sessions that hold it, and leaves whoever it is logged in. How many."""
    sighting = Sighting.of(person.traces)
    keys = iter(Session.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=AT_ONCE))
    gone = 0
    while batch := list(islice(keys, AT_ONCE)):
        named = [each.pk for each in Session.objects.filter(pk__in=batch) if _naming(each.get_decoded(), sighting)]
        gone += sum(_forget(key, sighting) for key in named)
    return gone


@transaction.atomic
def _forget(key: str, sighting: Sighting) -> bool:
    """Locked and read anew: its owner may be clicking."""
    session = Session.objects.select_for_update().filter(pk=key).first()
    if session is None or not (naming := _naming(held := session.get_decoded(), sighting)):
        return False
    kept = {name: value for name, value in held.items() if name not in naming}
    session.session_data = Session.objects.encode(kept)
    session.save(update_fields=["session_data"])
    return True


def _naming(held: dict[str, Any], sighting: Sighting) -> set[str]:
    return {name for name, value in held.items() if sighting.is_in(json.dumps(value, ensure_ascii=False, default=str))}
