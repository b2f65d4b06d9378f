"""What the boutique's app does when something happens below. Each may run twice and changes nothing then."""

import logging
from smtplib import SMTPException
from typing import Any

from django.dispatch import receiver

from clienteling.actions.warn_officers import warn_officers
from consent.models import SubjectRequest
from consent.signals import request_running_out

logger = logging.getLogger(__name__)


@receiver(request_running_out, dispatch_uid="clienteling.warn_officers")
def mail_officers(request_id: int, **_: Any) -> None:
    request = SubjectRequest.objects.select_related("client").get(pk=request_id)
    try:
        warn_officers(request)
    except (SMTPException, OSError) as error:
        # The warning stands on the desk and in the request's steps; the next one is mailed again.
        logger.error("Request %s: the officers could not be mailed (%s)", request.reference, type(error).__name__)
