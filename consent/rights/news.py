"""What the person is told of their request without looking: answered, refused, extended (GDPR Art. 12(3), (4)), a file
that is ready, a restriction that ended (Art. 18(3)). What they did by their own hand, or held at once, they saw."""

from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet

from consent.models import RequestStep, SubjectRequest
from consent.rights.export.order import WITH_A_FILE
from consent.signals import request_answered

What, Kind = RequestStep.What, SubjectRequest.Kind


def news_steps() -> QuerySet[RequestStep]:
    """The steps of which the person is told. After an erasure there is nobody to write to."""
    by_a_person = Q(what=What.DONE, actor__isnull=False) | Q(what=What.DONE, request__kind__in=WITH_A_FILE)
    told = Q(what__in=[What.REFUSED, What.EXTENDED, What.UNRESTRICTED]) | by_a_person
    return RequestStep.objects.filter(told).exclude(what=What.DONE, request__kind=Kind.ERASURE)


def announce(step: RequestStep) -> None:
    """On commit. A signal that is lost is made up for by whoever looks for ``news_steps`` that nobody wrote of."""
    transaction.on_commit(partial(request_answered.send_robust, sender=RequestStep, step_id=step.pk))
