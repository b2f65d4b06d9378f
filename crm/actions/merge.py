"""Two records of one person become one client, and two again when that was wrong."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consent.actions.access import record_access
from consent.actions.merge import decide_again, merge_decisions, part_decisions
from consent.actions.share_shields import share_shields
from crm.actions.clients import update_client
from crm.identity.claims import IdentifierClaim
from crm.identity.lock import lock_identifiers
from crm.merging.came_after import part_identifiers, part_interactions
from crm.merging.errors import MergeError
from crm.merging.fields import chosen_values
from crm.merging.followers import follow_all, unfollow_all
from crm.merging.give_back import give_back
from crm.merging.identifiers import draw_merge_link, has_conflict, live_identifiers
from crm.merging.trail import Trail
from crm.models import Client, Identifier, MergeLog, User

_NO_CHOICES: Mapping[str, str] = {}


@transaction.atomic
def merge_clients(  # noqa: PLR0913  # whom, who, why, what and when, all named
    keep: Client,
    duplicate: Client,
    *,
    actor: User | None,
    reason: str,
    choices: Mapping[str, str] = _NO_CHOICES,
    at: datetime | None = None,
) -> MergeLog:
    """``duplicate`` is ``keep`` from now on; nothing is deleted, and ``unmerge_clients`` leads back.

    1. Lock identifiers, then both clients in the order of their ids; refuse what is not two live clients.
    2. The stricter consent holds on every contact point.
    3. The chosen values of ``choices`` (field to "keep" or "duplicate"); without a choice what is known.
    4. Identifiers, rows of the profile store and of the apps above follow.
    5. Both public ids mean ``keep``, for ever; so do those merged into ``duplicate`` earlier.

    ``actor`` None is a rule, which may not join two values of a single namespace. Raises MergeError.
    """
    at = at or timezone.now()
    keep, duplicate = _lock_two(keep, duplicate)
    if actor is None and has_conflict(keep, duplicate):
        raise MergeError("single_namespace_conflict")
    values = chosen_values(keep, duplicate, choices)
    log = MergeLog.objects.create(
        keep=keep, duplicate=duplicate, actor=actor, reason=reason, choices=dict(choices), at=at,
        identifiers=list(live_identifiers(keep).order_by("pk").values_list("pk", flat=True)),
        consents=merge_decisions(keep, duplicate),
    )  # fmt: skip
    trail = Trail(log)
    draw_merge_link(log)
    trail.change(keep, **values)
    follow_all(trail)
    _point(trail)
    _tell(log, actor)
    return log


@transaction.atomic
def unmerge_clients(log: MergeLog, *, actor: User | None, at: datetime | None = None) -> MergeLog:
    """Both as they were. What came since goes to whom it belongs, by its identifier, else stays on the survivor.

    Merges of one survivor may be undone in any order; of a chain the last one first. Raises MergeError:
    ``already_undone``, ``undo_later_first``, ``client_not_live`` (the person was erased).
    """
    at = at or timezone.now()
    log = _lock_log(log)
    MergeLog.objects.filter(pk=log.pk).update(undone_at=at, undone_by=actor)
    give_back(log)
    part_identifiers(log, at=at)
    part_interactions(log)
    _part_consents(log)
    share_shields(log.keep, log.duplicate, since=log.at)
    unfollow_all(log)
    _tell(log, actor)
    log.refresh_from_db()
    return log


@transaction.atomic
def follow_stragglers(log: MergeLog) -> None:
    """Take what was written to the duplicate while it was being merged, by somebody who had already found it."""
    keep = Client.objects.select_for_update(no_key=True).get(pk=log.keep_id)
    current = MergeLog.objects.select_related("keep", "duplicate").filter(pk=log.pk, undone_at=None).first()
    if current is None or keep.canonical_id is not None or keep.erased_at is not None:
        return
    decide_again(current.keep, current.duplicate, since=current.at)
    follow_all(Trail(current))


def lock_identifiers_of(*clients: int) -> None:
    """What means these clients, sorted. Lock order: identifiers first, then their client (docs/architecture.md)."""
    held = Identifier.objects.filter(client__in=clients, retracted_at=None).values_list("namespace", "value")
    lock_identifiers([IdentifierClaim(*pair) for pair in held])


def _lock_two(keep: Client, duplicate: Client) -> tuple[Client, Client]:
    """Both, locked and looked at anew: another merge may have been quicker."""
    if keep.pk == duplicate.pk:
        raise MergeError("same_client")
    lock_identifiers_of(keep.pk, duplicate.pk)
    locked = _lock_clients(keep.pk, duplicate.pk)
    keep, duplicate = locked[keep.pk], locked[duplicate.pk]
    if duplicate.canonical_id == keep.pk or keep.canonical_id == duplicate.pk:
        raise MergeError("already_merged")
    if any(each.canonical_id is not None or each.erased_at is not None for each in (keep, duplicate)):
        raise MergeError("client_not_live")
    return keep, duplicate


def _lock_log(log: MergeLog) -> MergeLog:
    lock_identifiers_of(log.keep_id, log.duplicate_id)
    clients = _lock_clients(log.keep_id, log.duplicate_id)
    locked = MergeLog.objects.select_for_update().get(pk=log.pk)
    locked.keep, locked.duplicate = clients[log.keep_id], clients[log.duplicate_id]
    if locked.undone_at is not None:
        raise MergeError("already_undone")
    if locked.keep.erased_at is not None:
        raise MergeError("client_not_live")
    if locked.keep.canonical_id is not None:
        raise MergeError("undo_later_first")
    return locked


def _lock_clients(*clients: int) -> dict[int, Client]:
    # Not the whole key: whoever inserts a row of this client at the moment holds a lock that this one stands beside,
    # so that a worker with a message in hand and a merge never wait for each other.
    return Client.objects.select_for_update(no_key=True).order_by("pk").in_bulk(clients)


def _point(trail: Trail) -> None:
    """Flat: every merged record points at the survivor itself, so that one step finds her."""
    for record in [trail.duplicate, *Client.objects.filter(canonical=trail.duplicate).order_by("pk")]:
        trail.change(record, canonical_id=trail.keep.pk)
    trail.keep.refresh_from_db()
    update_client(trail.keep)


def _part_consents(log: MergeLog) -> None:
    """The merges of the same survivor that still hold are thought again without this one."""
    later = list(
        MergeLog.objects.filter(keep=log.keep_id, undone_at=None, pk__gt=log.pk)
        .select_related("duplicate")
        .order_by("pk")
    )
    kept = part_decisions(log.keep, log.duplicate, log.consents, [(each.duplicate, each.consents) for each in later])
    for each, consents in zip(later, kept, strict=True):
        each.consents = consents
        each.save(update_fields=["consents"])
    for client in Client.objects.filter(pk__in=[log.keep_id, log.duplicate_id]):
        update_client(client)


def _tell(log: MergeLog, actor: User | None) -> None:
    for client in (log.keep, log.duplicate):
        record_access(user=actor, client=client, action="changed", fields=["identity"], why=f"merge {log.pk}")
