"""What a line of the journal says: hashes, codes and moments; no address, no name, no public id."""

from collections.abc import Sequence
from datetime import datetime

from consent.journal.folder import Line
from consent.journal.kinds import make_lines
from consent.journal.named import named_lines
from consent.models import ContactPreference, Decision, Erasure, JournalEntry, Restriction, Suppression
from consent.rights.erasing.person import Traces


def lines_of(entries: Sequence[JournalEntry]) -> list[Line]:
    """In their order. A few statements for each kind; a row that is not there any more has no line."""
    rows: dict[str, list[int]] = {}
    for each in entries:
        rows.setdefault(each.kind, []).append(each.row)
    found = {kind: make_lines(kind, ids) for kind, ids in rows.items()}
    return [{"kind": each.kind, **found[each.kind][each.row]} for each in entries if each.row in found[each.kind]]


def lines_of_decisions(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(Decision.objects.filter(pk__in=ids).select_related("client", "brand", "purpose"))
    named = named_lines(each.client for each in rows)
    return {
        each.pk: {
            **named[each.client_id],
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


def lines_of_suppressions(ids: Sequence[int]) -> dict[int, Line]:
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


def lines_of_erasures(ids: Sequence[int]) -> dict[int, Line]:
    return {
        each.pk: {"hashes": Traces.from_json(each.traces).hashed, "at": _text(each.erased_at)}
        for each in Erasure.objects.filter(pk__in=ids)
    }


def lines_of_restrictions(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(Restriction.objects.filter(pk__in=ids).select_related("client"))
    named = named_lines(each.client for each in rows)
    return {
        each.pk: {
            **named[each.client_id],
            "since": _text(each.since),
            "lifted_at": _text(each.lifted_at) if each.lifted_at else None,
        }
        for each in rows
    }


def lines_of_preferences(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(ContactPreference.objects.filter(pk__in=ids).select_related("client", "brand"))
    named = named_lines(each.client for each in rows)
    return {
        each.pk: {
            **named[each.client_id],
            "brand": each.brand.code,
            "paused_until": _text(each.paused_until) if each.paused_until else None,
            "at_most": each.at_most,
            "at": _text(each.changed_at),
        }
        for each in rows
    }


def _text(moment: datetime) -> str:
    return moment.isoformat()
