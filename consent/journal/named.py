"""How a line names a client: by keyed hashes of public ids, of every record of the person."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from consent.journal.folder import Line
from consent.rights.erasing.person import UID, identifier_hash


def client_hash(uid: str) -> str:
    return identifier_hash(UID, uid)


def named_lines(clients: Iterable[Any]) -> dict[int, Line]:
    """``client`` and ``with`` of each, by its id: the hash of its public id, and of the records merged into it, which
    in an older copy may be people by themselves. One statement."""
    found = list(clients)
    merged = apps.get_model("crm", "Client")._default_manager.filter(canonical__in={each.pk for each in found})
    others: dict[int | None, list[str]] = {}
    for survivor, uid in merged.order_by("pk").values_list("canonical", "uid"):
        others.setdefault(survivor, []).append(client_hash(uid))
    return {each.pk: {"client": client_hash(each.uid), "with": others.get(each.pk, [])} for each in found}
