"""Ask for an export, follow it, and fetch it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from consent.actions.access import record_access
from consent.models import DataExport, RequestStep, SubjectRequest
from consent.rights.errors import RightsError
from consent.rights.export.folder import delete_file_of, file_of
from consent.rights.steps import log_step

if TYPE_CHECKING:
    from crm.models import User

State = DataExport.State
KEPT = timedelta(days=7)
# Whoever typed the code has so long to fetch the file.
FETCHING = timedelta(minutes=15)
WITH_A_FILE = (SubjectRequest.Kind.ACCESS, SubjectRequest.Kind.PORTABILITY)


def order_export(request: SubjectRequest, *, at: datetime) -> DataExport:
    """One export of a request at a time: the one that is there, else a new one. In the caller's transaction, which
    holds the request, and knows that its right is one ``WITH_A_FILE``."""
    held = export_of(request)
    return held or DataExport.objects.create(request=request, asked_at=at, due_at=at)


def export_of(request: SubjectRequest) -> DataExport | None:
    """The one that is waiting, being made, or ready; None when there is none, or its week is over."""
    return (
        DataExport.objects.filter(request=request, state__in=[State.DUE, State.WORKING, State.READY])
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def fetch_export(request: SubjectRequest, *, actor: "User | None" = None, at: datetime | None = None) -> Path:
    """The file, to be handed out once; the fetching is written down.

    The client (``actor`` None) has typed a code within the last fifteen minutes. Raises RightsError:
    ``identity_unconfirmed``, ``export_not_ready``.
    """
    moment = at or timezone.now()
    if actor is None and not _typed_a_code(request, moment - FETCHING):
        raise RightsError("identity_unconfirmed")
    export = export_of(request)
    if export is None or export.state != State.READY or not export.expires_at or export.expires_at <= moment:
        raise RightsError("export_not_ready")
    log_step(request, RequestStep.What.DOWNLOADED, at=moment, actor=actor, sha256=export.sha256)
    if actor is not None:
        client = request.client.canonical or request.client
        record_access(user=actor, client=client, action="exported", fields=["everything"], why="request")
    return file_of(export)


def delete_old_exports(now: datetime) -> int:
    """Those whose week is over; how many. The row says deleted before the file is, so that nobody is handed half."""
    old = list(DataExport.objects.filter(state=State.READY, expires_at__lte=now).order_by("pk")[:500])
    for export in old:
        DataExport.objects.filter(pk=export.pk).update(state=State.DELETED)
        delete_file_of(export)
    return len(old)


def delete_exports_of(client_ids: Sequence[int]) -> int:
    """Whatever lies on the disk of these clients, and what is on its way there; how many exports there were."""
    held = DataExport.objects.filter(request__client__in=client_ids)
    for export in held:
        delete_file_of(export)
    return held.exclude(state=State.DELETED).update(state=State.DELETED, due_at=None, lease_token=None)


def call_off_export(request: SubjectRequest) -> None:
    """Its request was refused: the worker that makes it loses it, and nothing of it lies on the disk."""
    held = DataExport.objects.filter(request=request).exclude(state=State.DELETED)
    for export in held:
        delete_file_of(export)
    held.update(state=State.DELETED, due_at=None, lease_token=None)


def renew_exports_of(client_ids: Sequence[int], at: datetime) -> int:
    """What holds a copy of something that is just gone: a ready one is deleted, to be asked for again, and one that is
    being made is begun anew; how many there were. What nobody has begun will not hold it."""
    held = DataExport.objects.filter(request__client__in=client_ids)
    # First, so that none of them becomes ready behind the back of what follows.
    begun_anew = held.filter(state=State.WORKING).update(state=State.DUE, due_at=at, lease_token=None)
    ready = list(held.filter(state=State.READY))
    for export in ready:
        DataExport.objects.filter(pk=export.pk).update(state=State.DELETED)
        delete_file_of(export)
    return begun_anew + len(ready)


def _typed_a_code(request: SubjectRequest, since: datetime) -> bool:
    """Whether somebody who reads the client's mail was here lately."""
    return request.challenges.filter(used_at__gte=since).exists()


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
