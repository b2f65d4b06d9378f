"""What of consent ends by the clock, and which deeds in it count as being in touch."""

from django.db.models import Q

from consent.registry.retention import Retention
from consent.retention.aged import Aged
from consent.retention.contacts import Contact

# What a file or an advisor brought is no word of the client's.
_OWN_WORD = ~Q(method__in=["import", "staff"])
# Both stay on the record that they were written to when two become one.
_WAYS = ("client", "client__canonical")

CONTACTS = (
    *(Contact("consent.Decision", client=way, moment="captured_at", where=_OWN_WORD) for way in _WAYS),
    *(Contact("consent.SubjectRequest", client=way, moment="received_at") for way in _WAYS),
)

AGED = (
    Aged("consent.AccessEntry", "at", Retention.SECURITY, is_ledger=True),
    Aged("consent.Export", "at", Retention.SECURITY, client=""),
    Aged("consent.IdentityChallenge", "expires_at", Retention.SHORT, client="request__client"),
)
