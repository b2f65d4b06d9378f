"""Which of a client's addresses they have shown to be theirs.

Anybody can open an account with an address that nobody knows yet. The log-in then says who opened the account, and
nothing about who reads the mailbox.
"""

from collections.abc import Sequence

from django.db.models import Q

from consent.contact_hash import contact_hashes
from consent.models import Decision
from consent.subjects import Subject

# Where a question can be sent (journeys.actions.queue_message.queue_confirmation).
QUESTION_CHANNELS = ("email",)


def proven_contacts(client: Subject, channel: str, *, went_to: str = "") -> list[str]:
    """Normalised addresses, in the order of ``contact_points``: verified, or the client followed a link that was sent
    there. ``went_to``: the ``first_hash`` of the address to which the link went by which they are here now.

    On a channel that carries no question all of them: the word of whoever has logged in is all that can be had.
    """
    contacts = client.contact_points(channel)
    if channel not in QUESTION_CHANNELS:
        return contacts
    verified = client.verified_points(channel)
    return [each for each in contacts if each in verified or _is_answered(client, channel, each, went_to)]


def _is_answered(client: Subject, channel: str, contact: str, went_to: str) -> bool:
    hashes = contact_hashes(channel, contact)
    return went_to in hashes or _has_confirmed(client, hashes)


def _has_confirmed(client: Subject, hashes: Sequence[str]) -> bool:
    """On the boutique's tablet nobody shows that they read a mailbox."""
    theirs = Q(client=client.pk) | Q(client__canonical=client.pk)
    by_link = Decision.objects.filter(theirs, contact_hash__in=hashes, confirms__isnull=False)
    return by_link.exclude(method=Decision.Method.BOUTIQUE_TABLET).exists()
