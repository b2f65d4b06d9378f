"""What beat asks of the screens' own app. Losing one delays work and loses none."""

import logging

from celery import shared_task
from django.utils import timezone

from clienteling.actions.mail_alerts import mail_alerts
from clienteling.actions.note_unusual import note_unusual_access

logger = logging.getLogger(__name__)


@shared_task(name="clienteling.mail_alerts")
def mail_alerts_to_officers() -> None:
    mail_alerts(at=timezone.now())


@shared_task(name="clienteling.note_unusual")
def note_unusual() -> None:
    if count := note_unusual_access(at=timezone.now()):
        logger.info("New signs in the access log: %d", count)
