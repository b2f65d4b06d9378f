"""What a line of the journal says: hashes, codes and moments; no address, no name, no public id."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.apps import apps

from consent.journal.folder import Line
from consent.models import ContactPreference, Decision, Erasure, JournalEntry, Restriction, Suppression
from consent.rights.erasing.person import UID, Traces, identifier_hash

Kind = JournalEntry.Kind


def lines_of(entries: Sequence[JournalEntry]) -> list[Line]:
    """In their order. Eight statements at most; a row that is not there any more has no line."""
    found = {kind: make([each.row for each in entries if each.kind == kind]) for kind, make in _MAKERS.items()}
    return [
        {"kind": each.kind, **found[Kind(each.kind)][each.row]}
        for each in entries
        if each.row in found[Kind(each.kind)]
    ]


def client_hash(uid: str) -> str:
    return identifier_hash(UID, uid)


def _decisions(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(Decision.objects.filter(pk__in=ids).select_related("client", "brand", "purpose"))
    others = _other_records(each.client_id for each in rows)
    return {
        each.pk: {
            "client": client_hash(each.client.uid),
            "with": others.get(each.client_id, []),
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
    rows = list(Restriction.objects.filter(pk__in=ids).select_related("client"))
    others = _other_records(each.client_id for each in rows)
    return {
        each.pk: {
            "client": client_hash(each.client.uid),
            "with": others.get(each.client_id, []),
            "since": _text(each.since),
            "lifted_at": _text(each.lifted_at) if each.lifted_at else None,
        }
        for each in rows
    }


def _preferences(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(ContactPreference.objects.filter(pk__in=ids).select_related("client", "brand"))
    others = _other_records(each.client_id for each in rows)
    return {
        each.pk: {
            "client": client_hash(each.client.uid),
            "with": others.get(each.client_id, []),
            "brand": each.brand.code,
            "paused_until": _text(each.paused_until) if each.paused_until else None,
            "at_most": each.at_most,
            "at": _text(each.changed_at),
        }
        for each in rows
    }


def _other_records(client_ids: Iterable[int]) -> dict[int | None, list[str]]:
    """Hashes of the records that are merged into these: in an older copy they may be people by themselves."""
    merged = apps.get_model("crm", "Client")._default_manager.filter(canonical__in=set(client_ids)).order_by("pk")
    found: dict[int | None, list[str]] = {}
    for survivor, uid in merged.values_list("canonical", "uid"):
        found.setdefault(survivor, []).append(client_hash(uid))
    return found


def _text(moment: datetime) -> str:
    return moment.isoformat()


_MAKERS: dict[Kind, Callable[[Sequence[int]], dict[int, Line]]] = {
    Kind.DECISION: _decisions,
    Kind.SUPPRESSION: _suppressions,
    Kind.ERASURE: _erasures,
    Kind.RESTRICTION: _restrictions,
    Kind.PREFERENCE: _preferences,
}
