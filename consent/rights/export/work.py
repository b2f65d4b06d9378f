"""A worker makes the export that is due.

1. Claim by a conditional update with a lease. 2. Write table by table into a file that nobody is handed; each moves
the lease on. 3. Give the file its name, and say so. A worker that dies leaves a lease that runs out, and the next one
begins anew.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from consent.models import DataExport, RequestStep, SubjectRequest
from consent.rights.close import finish_request
from consent.rights.errors import RightsError
from consent.rights.export.archive import tables_for, write_archive
from consent.rights.export.folder import begun_of, delete_begun_of, delete_file_of, file_of, open_private
from consent.rights.export.order import KEPT, digest_of
from consent.rights.export.rows import Subject
from consent.rights.export.storage import storage_for
from consent.rights.steps import log_step

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5
State = DataExport.State


class _LeaseLost(Exception):
    """Another worker has it by now, or it was called off."""


def make_due_export(now: datetime) -> DataExport | None:
    """Makes the export that has waited longest; None when nothing is due."""
    export = _claim(now)
    if export is None or export.state == State.FAILED:
        return export
    try:
        _choose_storage(export, now)
        _make(export)
    except RightsError as error:
        logger.warning("Export %d may lie nowhere", export.pk)
        _give_up(export, timezone.now(), error.code)
    except _LeaseLost:
        logger.warning("Export %d is another worker's by now", export.pk)
    except Exception:
        # Whatever it is, the others must go on; it is tried again, and the desk sees when it was tried too often.
        logger.exception("Export %d stopped", export.pk)
        _put_off(export, timezone.now())
    return export


@transaction.atomic
def _claim(now: datetime) -> DataExport | None:
    due = DataExport.objects.filter(state__in=[State.DUE, State.WORKING], due_at__lte=now).order_by("due_at", "pk")
    export = due.select_for_update(skip_locked=True, of=("self",)).first()
    if export is None:
        return None
    if export.attempts >= MOST_ATTEMPTS:
        # It took its workers with it, one after the other, and none could say so: the desk does.
        return _let_rest(export, now)
    export.state, export.lease_token, export.due_at = State.WORKING, uuid.uuid4(), now + LEASE
    export.attempts += 1
    export.save(update_fields=["state", "lease_token", "due_at", "attempts"])
    return export


def _choose_storage(export: DataExport, now: datetime) -> None:
    """Asked anew at each try; what a worker that died had begun elsewhere goes."""
    storage = storage_for(export.request, at=now)
    if storage != export.storage:
        delete_file_of(export)
        _note(export, storage=storage)
        export.storage = storage


def _let_rest(export: DataExport, now: datetime) -> DataExport:
    """Until somebody orders it again."""
    export.state, export.lease_token, export.due_at = State.FAILED, None, None
    export.save(update_fields=["state", "lease_token", "due_at"])
    delete_begun_of(export)
    log_step(export.request, RequestStep.What.FAILED, at=now, attempts=export.attempts)
    return export


def _make(export: DataExport) -> None:
    request = export.request
    subject = Subject(_records(request.client_id))
    inferred = request.kind == SubjectRequest.Kind.ACCESS
    total = len(tables_for(with_inferred=inferred))

    def progress(tables: int, rows: int) -> None:
        _note(export, tables_done=tables, tables_total=total, rows=rows, due_at=timezone.now() + LEASE)

    begun = begun_of(export)
    delete_begun_of(export)
    try:
        with open_private(begun) as target:
            write_archive(target, subject, with_inferred=inferred, made_at=timezone.now(), progress=progress)
    except Exception:
        # Half of somebody's history lies nowhere.
        begun.unlink(missing_ok=True)
        raise
    _finish(export, size=begun.stat().st_size, sha256=digest_of(begun))


def _records(client_id: int) -> list[int]:
    """Every record of the person: the one that lives, and those merged into it."""
    clients = apps.get_model("crm", "Client").objects
    own = clients.values_list("canonical", flat=True).get(pk=client_id) or client_id
    return list(clients.filter(Q(pk=own) | Q(canonical=own)).values_list("pk", flat=True))


def _note(export: DataExport, **values: object) -> None:
    held = DataExport.objects.filter(pk=export.pk, state=State.WORKING, lease_token=export.lease_token)
    if not held.update(**values):
        raise _LeaseLost


@transaction.atomic
def _finish(export: DataExport, *, size: int, sha256: str) -> None:
    now = timezone.now()
    _note(
        export, state=State.READY, due_at=None, lease_token=None, ready_at=now, expires_at=now + KEPT, size=size,
        sha256=sha256, tables_done=F("tables_total"),
    )  # fmt: skip
    begun_of(export).replace(file_of(export))
    export.refresh_from_db()
    log_step(export.request, RequestStep.What.EXPORT_READY, at=now, rows=export.rows, tables=export.tables_total)
    finish_request(export.request, at=now)


@transaction.atomic
def _give_up(export: DataExport, now: datetime, reason: str) -> None:
    """Until somebody orders it again, with another storage or rule."""
    _note(export, state=State.FAILED, due_at=None, lease_token=None)
    log_step(export.request, RequestStep.What.FAILED, at=now, attempts=export.attempts, reason=reason)


@transaction.atomic
def _put_off(export: DataExport, now: datetime) -> None:
    is_over = export.attempts >= MOST_ATTEMPTS
    held = DataExport.objects.filter(pk=export.pk, state=State.WORKING, lease_token=export.lease_token)
    later = None if is_over else now + timedelta(minutes=2**export.attempts)
    if held.update(state=State.FAILED if is_over else State.DUE, due_at=later, lease_token=None):
        log_step(export.request, RequestStep.What.FAILED, at=now, attempts=export.attempts)
