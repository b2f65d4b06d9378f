"""Enrolments that nobody made, because a process died between a commit and the signal that follows it.

The signals of the profile store are sent after the commit. Whoever is killed in between has kept the purchase or the
wish and told nobody. So the rows themselves are looked through again: enrolling is idempotent, and finds the gaps only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from crm.models import Purchase, StockAlert
from journeys.actions.enrol import enrol_stock_alert
from journeys.actions.enrol_purchases import YOUNGEST_HISTORY, enrol_first_purchases, stop_who_bought_again
from journeys.actions.library import STILL_UNAVAILABLE
from journeys.actions.queue_code import queue_identity_code
from journeys.actions.queue_message import queue_confirmation, unasked_decisions
from journeys.actions.queue_request_news import queue_request_news, unsent_codes, untold_steps
from journeys.models import Enrolment

BATCH = 1_000


@dataclass(frozen=True)
class Swept:
    """How many enrolments were made, and how many were ended, that a signal should have made or ended."""

    enrolled: int
    stopped: int


def sweep_recent(*, now: datetime, window: timedelta) -> Swept:
    """Look through the purchases, the wishes, the yeses to be confirmed, the codes and the news of requests that were
    kept within ``window``."""
    enrolled = stopped = 0
    for batch in _batches(_purchases(now, window)):
        stopped += stop_who_bought_again(batch, now=now)
        enrolled += enrol_first_purchases(batch, now=now)
    for alert in _forgotten_alerts(now, window)[:BATCH]:
        enrolled += enrol_stock_alert(alert) is not None
    for decision in unasked_decisions(since=now - window)[:BATCH]:
        queue_confirmation(decision)
    for challenge in unsent_codes(at=now)[:BATCH]:
        queue_identity_code(challenge)
    for step in untold_steps(since=now - window)[:BATCH]:
        queue_request_news(step)
    return Swept(enrolled, stopped)


def _purchases(now: datetime, window: timedelta) -> list[int]:
    """Recent in both senses: kept lately, and bought lately (an import of old receipts is no reason to write)."""
    recent = Purchase.objects.filter(
        created_at__gt=now - window, occurred_at__gt=now - YOUNGEST_HISTORY, client__isnull=False, kind="sale"
    )
    return list(recent.order_by("id").values_list("id", flat=True))


def _batches(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _forgotten_alerts(now: datetime, window: timedelta) -> QuerySet[StockAlert]:
    key = Concat(Value("alert:"), Cast(OuterRef("pk"), CharField()))
    enrolled = Enrolment.objects.filter(
        client=OuterRef("client"), journey__code=STILL_UNAVAILABLE, journey__brand=OuterRef("brand"), entry_key=key
    )
    waiting = StockAlert.objects.filter(status=StockAlert.Status.WAITING, created_at__gt=now - window)
    return waiting.filter(~Exists(enrolled)).select_related("client").order_by("pk")
