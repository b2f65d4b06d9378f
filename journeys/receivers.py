"""What journeys do when something happens in the profile store. Each may run twice and changes nothing then."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from consent.models import Decision, IdentityChallenge
from consent.rights.news import news_steps
from consent.signals import decision_pending, identity_asked, request_answered
from crm.models import Brand, StockAlert
from crm.signals import purchases_recorded, stock_alert_requested
from journeys.actions.enrol import enrol_stock_alert
from journeys.actions.enrol_purchases import enrol_first_purchases, stop_who_bought_again
from journeys.actions.library import ensure_journeys
from journeys.actions.queue_code import queue_identity_code
from journeys.actions.queue_message import queue_confirmation
from journeys.actions.queue_request_news import queue_request_news


@receiver(purchases_recorded, dispatch_uid="journeys.purchases")
def follow_purchases(purchase_ids: list[int], **_: Any) -> None:
    now = timezone.now()
    stop_who_bought_again(purchase_ids, now=now)
    enrol_first_purchases(purchase_ids, now=now)


@receiver(stock_alert_requested, dispatch_uid="journeys.stock_alert")
def follow_stock_alert(alert_id: int, **_: Any) -> None:
    alert = StockAlert.objects.select_related("client").filter(pk=alert_id).first()
    if alert:
        enrol_stock_alert(alert)


@receiver(decision_pending, dispatch_uid="journeys.confirmation")
def ask_for_confirmation(decision_id: int, **_: Any) -> None:
    decision = Decision.objects.select_related("client__canonical", "brand").filter(pk=decision_id).first()
    if decision:
        queue_confirmation(decision)


@receiver(identity_asked, dispatch_uid="journeys.identity")
def send_identity_code(challenge_id: int, **_: Any) -> None:
    challenges = IdentityChallenge.objects.select_related("request__client__canonical", "request__brand")
    challenge = challenges.filter(pk=challenge_id).first()
    if challenge:
        queue_identity_code(challenge)


@receiver(request_answered, dispatch_uid="journeys.request_news")
def send_request_news(step_id: int, **_: Any) -> None:
    steps = news_steps().select_related("request__client__canonical", "request__brand")
    step = steps.filter(pk=step_id).first()
    if step:
        queue_request_news(step)


@receiver(post_save, sender=Brand, dispatch_uid="journeys.new_brand")
def begin_brand(instance: Brand, created: bool, raw: bool = False, **_: Any) -> None:
    """A new brand starts with the standing journeys: they write to nobody without consent."""
    if created and not raw:
        ensure_journeys(instance)
