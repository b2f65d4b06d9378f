"""Addresses that are a client's no longer, in the journal: in an older copy nothing goes to them again.

Which identifiers a person took off, which a newer one took the place of, and who parted when a link was cut. In the
copy they mean the client no longer; who parted comes again by their own next sign. That they were given back since is
not in the journal: whoever they belong to says so again.
"""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from consent.journal.folder import Line
from consent.journal.kinds import register_kind
from consent.journal.named import named_lines
from consent.models import JournalEntry
from consent.rights.erasing.person import identifier_hash, identifier_hashes
from crm.actions.clients import update_client
from crm.identity.ending import end_identifiers
from crm.models import Client, Identifier, IdentityCut


def register_addresses() -> None:
    kind = JournalEntry.Kind
    register_kind(kind.ADDRESS, make=_ended, carry_out=_end)
    register_kind(kind.CUT, make=_cuts, carry_out=_end)


def _ended(ids: Sequence[int]) -> dict[int, Line]:
    """Those of people; a device that fell off comes back by itself."""
    rows = Identifier.objects.filter(pk__in=ids).exclude(retracted_at=None).select_related("client__canonical")
    return _lines([(each.pk, each.client, [each], each.retracted_because) for each in rows if not each.is_device])


def _cuts(ids: Sequence[int]) -> dict[int, Line]:
    """Of the record that they left."""
    cuts = list(IdentityCut.objects.filter(pk__in=ids).select_related("client__canonical"))
    left = Identifier.objects.in_bulk([pk for each in cuts for pk in each.identifiers])
    gone = [(each, [left[pk] for pk in each.identifiers if pk in left]) for each in cuts]
    return _lines([(each.pk, each.client, found, Identifier.Ended.PARTED.value) for each, found in gone])


def _lines(ended: Sequence[tuple[int, Client, Sequence[Identifier], str]]) -> dict[int, Line]:
    meant = {pk: client.canonical or client for pk, client, _, _ in ended}
    named = named_lines(meant.values())
    return {
        pk: {
            **named[meant[pk].pk],
            "hashes": [[each.namespace, identifier_hash(each.namespace, each.value)] for each in found],
            "because": because,
        }
        for pk, _, found, because in ended
    }


def _end(line: Line, clients: list[Any]) -> None:
    """Links that hung on them end too."""
    for client in clients:
        held = Identifier.objects.filter(client=client, retracted_at=None)
        meant = [each.pk for each in held if _is_among(each, line["hashes"])]
        if end_identifiers(meant, because=line["because"], at=timezone.now()):
            update_client(client)


def _is_among(identifier: Identifier, hashes: Sequence[list[str]]) -> bool:
    known = identifier_hashes(identifier.namespace, identifier.value)
    return any([identifier.namespace, each] in hashes for each in known)
