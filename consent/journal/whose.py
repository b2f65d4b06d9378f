"""Whom the lines of a journal are about, in a database that is older than they are.

Two records that were one when a line was written may be two again here, and an address may be another's. So a line
holds for every record of the person that is found, for the record into which it is merged here, and a no on an address
for whoever has the address.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from consent.contact_hash import contact_hashes
from consent.journal.folder import Line
from consent.rights.erasing.contributions import people
from consent.rights.erasing.person import UID, Person, Traces, identifier_hashes


@dataclass
class Whose:
    """``records``: by the hash of a public id; ``holders``: by channel and the hash of an address."""

    records: dict[str, list[Any]] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Whose":
        """Looks once at every public id, and at every address where a line names one."""
        names: set[str] = set()
        places: set[tuple[str, str]] = set()
        for line in lines:
            names.update(named(line))
            places.update(_places(line))
        return cls(_records(names) if names else {}, _holders(places) if places else {})

    def known(self, line: Line) -> list[Any]:
        return _once(each for hashed in named(line) for each in self.records.get(hashed, []))

    def reached(self, line: Line) -> list[Any]:
        """Those, and whoever has the address."""
        holding = [each for place in _places(line) for each in self.holders.get(place, [])]
        return _once([*self.known(line), *holding])


def named(line: Line) -> list[str]:
    """Hashes of the public ids that the line is about."""
    if line["kind"] == "erasure":
        return [hashed for namespace, hashed in line["hashes"] if namespace == "uid"]
    return [line["client"], *line.get("with", [])] if "client" in line else []


def _places(line: Line) -> list[tuple[str, str]]:
    return [(line["channel"], line["contact"])] if line["kind"] == "decision" and line["channel"] else []


def _records(names: set[str]) -> dict[str, list[Any]]:
    model = apps.get_model("crm", "Client")
    uids = model._default_manager.values_list("uid", "pk").iterator(chunk_size=10_000)
    found = {hashed: pk for uid, pk in uids for hashed in identifier_hashes(UID, uid) if hashed in names}
    by_id = model._default_manager.select_related("canonical").in_bulk(list(found.values()))
    return {hashed: _with_survivor(by_id[pk]) for hashed, pk in found.items()}


def _holders(places: set[tuple[str, str]]) -> dict[tuple[str, str], list[Any]]:
    live = apps.get_model("crm", "Identifier")._default_manager.filter(retracted_at=None)
    found: dict[tuple[str, str], set[int]] = {}
    for client, *pair in live.values_list("client", "namespace", "value").iterator(chunk_size=10_000):
        for channel, contact in people().contacts_of(Person((client,), Traces(identifiers=((pair[0], pair[1]),)))):
            for place in places.intersection((channel, hashed) for hashed in contact_hashes(channel, contact)):
                found.setdefault(place, set()).add(client)
    ids = [pk for each in found.values() for pk in each]
    by_id = apps.get_model("crm", "Client")._default_manager.select_related("canonical").in_bulk(ids)
    return {place: [one for pk in sorted(of) for one in _with_survivor(by_id[pk])] for place, of in found.items()}


def _with_survivor(client: Any) -> list[Any]:
    return [client, client.canonical] if client.canonical else [client]


def _once(clients: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(clients))
