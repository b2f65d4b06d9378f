"""What shields a client, in the journal: where they live by law, a mark of protection, a hold against forgetting.

What narrows comes back; that it ended since does not, since an end that is missed costs somebody a click, and a shield
that is missed a client's trust. Where somebody lives is a fact, of which the last word holds; but a replay leads nobody
out of China, as no merge does (crm.residency).
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.utils import timezone

from consent.journal.folder import Line
from consent.journal.kinds import REASON, moment_of, register_kind
from consent.journal.named import named_lines
from consent.models import JournalEntry, Protection, Residence, RetentionHold
from consent.residency.homes import region_of_client, regions_of_clients
from consent.residency.regions import Region
from consent.rights.erasing.person import UID, identifier_hashes


def register_shields() -> None:
    kind = JournalEntry.Kind
    register_kind(kind.RESIDENCE, make=_residences, carry_out=_house)
    register_kind(kind.PROTECTION, make=_protections, carry_out=_protect)
    register_kind(kind.HOLD, make=_holds, carry_out=_hold)


def _residences(client_ids: Sequence[int]) -> dict[int, Line]:
    """Where these clients live as the line is written, by whatever says so; of a merged record the survivor."""
    clients = apps.get_model("crm", "Client")._default_manager.select_related("canonical").in_bulk(client_ids)
    meant = {pk: each.canonical or each for pk, each in clients.items()}
    named, regions = named_lines(meant.values()), regions_of_clients([each.pk for each in meant.values()])
    at = timezone.now().isoformat()
    return {pk: {**named[each.pk], "region": regions[each.pk].value, "at": at} for pk, each in meant.items()}


def _house(line: Line, clients: list[Any]) -> None:
    """In China every record of the person; elsewhere the one that is named, and nobody who lives in China here."""
    meant = clients
    if line["region"] != Region.CN:
        lives_in = regions_of_clients([each.pk for each in clients]).values()
        meant = [] if Region.CN in lives_in else [each for each in clients if _is_named(line, each)]
    for client in meant:
        _settle(client, line)


def _is_named(line: Line, client: Any) -> bool:
    return line["client"] in identifier_hashes(UID, client.uid)


def _settle(client: Any, line: Line) -> None:
    at = moment_of(line["at"])
    said_later = Residence.objects.filter(client=client, set_at__gt=at)
    if region_of_client(client.pk) != line["region"] and not said_later.exists():
        facts = {"region": line["region"], "because": REASON, "set_by": None, "set_at": at}
        Residence.objects.update_or_create(client=client, defaults=facts)


def _protections(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(Protection.objects.filter(pk__in=ids).select_related("client"))
    named = named_lines(each.client for each in rows)
    return {each.pk: {**named[each.client_id], "mark": each.kind, "at": each.marked_at.isoformat()} for each in rows}


def _protect(line: Line, clients: list[Any]) -> None:
    at = moment_of(line["at"])
    for client in clients:
        known = Protection.objects.filter(client=client)
        if not (known.filter(marked_at=at).exists() or known.filter(lifted_at=None).exists()):
            Protection.objects.create(client=client, kind=line["mark"], because=REASON, marked_at=at)


def _holds(ids: Sequence[int]) -> dict[int, Line]:
    rows = list(RetentionHold.objects.filter(pk__in=ids).select_related("client"))
    named = named_lines(each.client for each in rows)
    return {each.pk: {**named[each.client_id], "at": each.placed_at.isoformat()} for each in rows}


def _hold(line: Line, clients: list[Any]) -> None:
    at = moment_of(line["at"])
    for client in clients:
        known = RetentionHold.objects.filter(client=client)
        if not (known.filter(placed_at=at).exists() or known.filter(lifted_at=None).exists()):
            RetentionHold.objects.create(client=client, reason=REASON, placed_at=at)
