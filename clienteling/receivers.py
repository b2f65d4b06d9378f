"""What the boutique's app does when something happens below. Each may run twice and changes nothing then."""

import logging
from smtplib import SMTPException
from typing import Any

from django.dispatch import receiver

from clienteling.actions.warn_officers import warn_officers, warn_officers_of_handed_in
from consent.models import HandedIn, SubjectRequest
from consent.signals import handed_in_running_out, request_running_out

logger = logging.getLogger(__name__)
# The warning stands on the desk; the next one is mailed again.
NOT_MAILED = "%s: the officers could not be mailed (%s)"


@receiver(request_running_out, dispatch_uid="clienteling.warn_officers")
def mail_officers(request_id: int, **_: Any) -> None:
    request = SubjectRequest.objects.select_related("client").get(pk=request_id)
    try:
        warn_officers(request)
    except (SMTPException, OSError) as error:
        logger.error(NOT_MAILED, f"Request {request.reference}", type(error).__name__)


@receiver(handed_in_running_out, dispatch_uid="clienteling.warn_officers_of_handed_in")
def mail_officers_of_handed_in(handed_in_id: int, **_: Any) -> None:
    row = HandedIn.objects.get(pk=handed_in_id)
    try:
        warn_officers_of_handed_in(row)
    except (SMTPException, OSError) as error:
        logger.error(NOT_MAILED, row.public_id, type(error).__name__)
