"""Undo what the trail of a merge did."""

import logging
from itertools import groupby
from typing import Any, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from crm.models import MergeChange, MergeLog, MergeMove

logger = logging.getLogger(__name__)


def give_back(log: MergeLog) -> None:
    """The duplicate's rows go back to it, and each changed value to what it was, unless it was changed since."""
    for move in MergeMove.objects.filter(log=log).order_by("-pk"):
        rows = apps.get_model(move.model)._default_manager.filter(client=log.keep_id, id__in=move.rows)
        rows.update(client=log.duplicate_id)
    changes = MergeChange.objects.filter(log=log).order_by("model", "row", "pk")
    for (model, row), of_row in groupby(changes, key=lambda change: (change.model, change.row)):
        _restore(apps.get_model(model), row, list(of_row))


def _restore(model: type[models.Model], row: str, changes: list[MergeChange]) -> None:
    """All fields of a row in one statement, since the database checks them together."""
    held = model._default_manager.filter(pk=row).first()
    values = {} if held is None else {each.field: value for each in changes for value in _former(held, each)}
    if not values:
        return
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=row).update(**values)
    except IntegrityError:
        # Another row has taken its place since (a new live enrolment, say): what came after stands.
        logger.info("merge: %s %s stays as it is", model._meta.label_lower, row)


def _former(held: models.Model, change: MergeChange) -> list[Any]:
    """The value to set, or none where something newer stands on top of this change."""
    if change.is_amount:
        return [Greatest(F(change.field) - (int(change.after or 0) - int(change.before or 0)), 0)]
    later = _next_change(change)
    if later is not None:
        later.before = change.before
        later.save(update_fields=["before"])
        return []
    field = cast("models.Field[Any, Any]", held._meta.get_field(change.field.removesuffix("_id")))
    is_untouched = getattr(held, change.field) == field.to_python(change.after)
    return [field.to_python(change.before)] if is_untouched else []


def _next_change(change: MergeChange) -> MergeChange | None:
    """A later merge that holds changed the same value: then its undoing gives back what this one found."""
    same = MergeChange.objects.filter(
        model=change.model, row=change.row, field=change.field, pk__gt=change.pk, log__undone_at=None
    )
    return same.exclude(log=change.log_id).order_by("pk").first()
