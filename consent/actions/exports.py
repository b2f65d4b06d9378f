"""How much one person takes out in a day, and the alert when it would be more."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum

from consent.models import Export

if TYPE_CHECKING:
    from crm.models import User


@transaction.atomic
def claim_export(user: "User", *, rows: int, what: str, at: datetime) -> Export:
    """Writes down that a file of so many rows leaves, before it does; ``is_refused`` over the cap of the day (UTC).

    1. The person's row is locked: of two files at once the second counts the first.
    2. What left today is summed.
    3. Over ``EXPORT_ROWS_A_DAY`` nothing may leave, and the refusal is the privacy officer's alert: one a day for a
       person, however often they press, until somebody looked into it.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    today = Export.objects.filter(user=user, at__gte=datetime.combine(at.astimezone(UTC), time.min, UTC))
    taken = today.filter(is_refused=False).aggregate(rows=Sum("rows"))["rows"] or 0
    is_refused = taken + rows > settings.EXPORT_ROWS_A_DAY
    alerted = today.filter(is_refused=True, seen_at=None).first() if is_refused else None
    return alerted or Export.objects.create(user=user, at=at, what=what[:80], rows=rows, is_refused=is_refused)


def look_into_export(export: Export, *, actor: "User", at: datetime) -> bool:
    """The officer has seen the alert; False when somebody did before."""
    open_alerts = Export.objects.filter(pk=export.pk, is_refused=True, seen_at=None)
    return open_alerts.update(seen_at=at, seen_by=actor) == 1
