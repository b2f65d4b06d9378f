"""Of the staff: how they log in, and what they look at."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.utils import timezone

from clienteling.models import SuggestionAnswer
from consent.actions.access import record_access
from crm.models import Client, User


def make_of_the_staff(user: User, client: Client) -> None:
    now = timezone.now()
    SuggestionAnswer.objects.create(user=user, client=client, kind="due", answer="dismissed", until=now)
    EmailAddress.objects.create(user=user, email=user.email)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "the-secret-of-the-factor"})
    AccessAttempt.objects.create(username="alice", failures_since_start=1)
    AccessLog.objects.create(username="alice")
    AccessFailureLog.objects.create(username="alice")
    record_access(user=user, client=client, action="viewed")
