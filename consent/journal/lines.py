"""What a line of the journal says: hashes, codes and moments; no address, no name, no public id."""

from collections.abc import Callable, Sequence
from datetime import datetime

from consent.journal.folder import Line
from consent.models import Decision, Erasure, JournalEntry, Restriction, Suppression
from consent.rights.erasing.person import UID, Traces, identifier_hash

Kind = JournalEntry.Kind


def lines_of(entries: Sequence[JournalEntry]) -> list[Line]:
    """In their order. Four statements at most; a row that is not there any more has no line."""
    found = {kind: make([each.row for each in entries if each.kind == kind]) for kind, make in _MAKERS.items()}
    return [
        {"kind": each.kind, **found[Kind(each.kind)][each.row]}
        for each in entries
        if each.row in found[Kind(each.kind)]
    ]


def client_hash(uid: str) -> str:
    return identifier_hash(UID, uid)


def _decisions(ids: Sequence[int]) -> dict[int, Line]:
    rows = Decision.objects.filter(pk__in=ids).select_related("client", "brand", "purpose")
    return {
        each.pk: {
            "client": client_hash(each.client.uid),
            "brand": each.brand.code,
            "purpose": each.purpose.code,
            "channel": each.channel,
            "contact": each.contact_hash if each.channel else "",
            "status": each.status,
            "method": each.method,
            "at": _text(each.captured_at),
        }
        for each in rows
    }


def _suppressions(ids: Sequence[int]) -> dict[int, Line]:
    rows = Suppression.objects.filter(pk__in=ids).select_related("brand")
    return {
        each.pk: {
            "channel": each.channel,
            "contact": each.contact_hash,
            "brand": each.brand.code if each.brand else None,
            "reason": each.reason,
            "marketing_only": each.marketing_only,
            "at": _text(each.created_at),
        }
        for each in rows
    }


def _erasures(ids: Sequence[int]) -> dict[int, Line]:
    return {
        each.pk: {"hashes": Traces.from_json(each.traces).hashed, "at": _text(each.erased_at)}
        for each in Erasure.objects.filter(pk__in=ids)
    }


def _restrictions(ids: Sequence[int]) -> dict[int, Line]:
    rows = Restriction.objects.filter(pk__in=ids).select_related("client")
    return {
        each.pk: {
            "client": client_hash(each.client.uid),
            "since": _text(each.since),
            "lifted_at": _text(each.lifted_at) if each.lifted_at else None,
        }
        for each in rows
    }


def _text(moment: datetime) -> str:
    return moment.isoformat()


_MAKERS: dict[Kind, Callable[[Sequence[int]], dict[int, Line]]] = {
    Kind.DECISION: _decisions,
    Kind.SUPPRESSION: _suppressions,
    Kind.ERASURE: _erasures,
    Kind.RESTRICTION: _restrictions,
}
