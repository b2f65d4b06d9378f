"""What of consent ends by the clock, and which deeds in it count as being in touch."""

from django.db.models import Q

from consent.registry.retention import Retention
from consent.retention.aged import Aged, executors_of
from consent.retention.contacts import Contact
from consent.retention.executors import Executor
from consent.retention.of_the_erased import OfTheErased

# What a file or an advisor brought is no word of the client's.
_OWN_WORD = ~Q(method__in=["import", "staff"])
# Both stay on the record that they were written to when two become one.
_WAYS = ("client", "client__canonical")

CONTACTS = (
    *(Contact("consent.LastTouch", client=way, moment="at") for way in _WAYS),
    *(Contact("consent.Decision", client=way, moment="captured_at", where=_OWN_WORD) for way in _WAYS),
    *(Contact("consent.SubjectRequest", client=way, moment="received_at") for way in _WAYS),
)

AGED = (
    Aged("consent.AccessEntry", "at", Retention.SECURITY, is_ledger=True),
    Aged("consent.AccessAlert", "at", Retention.SECURITY),
    Aged("consent.Export", "at", Retention.SECURITY, client=""),
    # Who opened what stays as long as the protection; in which words, two years.
    Aged("consent.Opening", "opened_at", Retention.SECURITY, client="protection__client", empties=("because",)),
    Aged(
        "consent.HandedIn",
        "settled_at",
        Retention.SECURITY,
        client="request__client",
        where=Q(settled_at__isnull=False),
    ),
    Aged("consent.IdentityChallenge", "expires_at", Retention.SHORT, client="request__client"),
)

# In the order of their names a row goes before the one that it points to.
ERASED = (
    OfTheErased("consent.CurrentDecision", "decision__captured_at", Retention.EVIDENCE),
    OfTheErased("consent.DataExport", "asked_at", Retention.EVIDENCE, client="request__client"),
    OfTheErased("consent.Decision", "captured_at", Retention.EVIDENCE, is_ledger=True),
    OfTheErased("consent.RequestStep", "at", Retention.EVIDENCE, client="request__client", is_ledger=True),
    OfTheErased("consent.Restriction", "since", Retention.EVIDENCE),
    OfTheErased("consent.SensitiveWithdrawal", "due_at", Retention.EVIDENCE),
    OfTheErased("consent.SubjectRequest", "received_at", Retention.EVIDENCE),
)


def executors_of_consent() -> list[Executor]:
    return [*executors_of(AGED), *(each.executor() for each in ERASED)]
