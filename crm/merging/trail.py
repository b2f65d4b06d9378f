"""Move and change rows for a merge, and leave the trail that leads back."""

from typing import Any

from django.db.models import F, Model, QuerySet

from crm.models import MergeChange, MergeLog, MergeMove


class Trail:
    """The one way in which a follower writes while two clients are merged."""

    def __init__(self, log: MergeLog) -> None:
        self.log, self.keep, self.duplicate, self.at = log, log.keep, log.duplicate, log.at

    def move(self, rows: QuerySet[Any]) -> int:
        """These rows of the duplicate are the survivor's from now on; the number of them."""
        # ``id`` rather than ``pk``: where a table is partitioned, its key has a second part.
        ids = list(rows.order_by("id").values_list("id", flat=True))
        if ids:
            rows.model._default_manager.filter(client=self.duplicate, id__in=ids).update(client=self.keep)
            MergeMove.objects.create(log=self.log, model=rows.model._meta.label_lower, rows=ids)
        return len(ids)

    def change(self, row: Model, **values: Any) -> None:
        """Set these fields of a row, foreign keys by their ``_id``."""
        new = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not new:
            return
        MergeChange.objects.bulk_create(
            self._changed(row, name, getattr(row, name), value, is_amount=False) for name, value in new.items()
        )
        type(row)._default_manager.filter(pk=row.pk).update(**new)

    def add(self, row: Model, field: str, amount: int) -> None:
        """Add to a figure that others may go on adding to."""
        if not amount:
            return
        before = getattr(row, field)
        self._changed(row, field, before, before + amount, is_amount=True).save()
        type(row)._default_manager.filter(pk=row.pk).update(**{field: F(field) + amount})

    def _changed(self, row: Model, field: str, before: Any, after: Any, *, is_amount: bool) -> MergeChange:
        return MergeChange(
            log=self.log, model=row._meta.label_lower, row=str(row.pk), field=field, before=before, after=after,
            is_amount=is_amount,
        )  # fmt: skip
