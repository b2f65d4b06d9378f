"""What is shown of a protected client to whom their page is closed: that there is one, and the public id."""

from collections.abc import Iterable

from django.utils import timezone

from consent.protection import is_closed_to
from crm.models import Client, User

MASKED_NAME = "Protected client"


def closed_among(user: User, client_ids: Iterable[int]) -> frozenset[int]:
    """Which of these are protected and closed to this user. One statement."""
    closed = Client.objects.filter(is_closed_to(user.pk, at=timezone.now()), pk__in=set(client_ids))
    return frozenset(closed.values_list("pk", flat=True))


def is_closed_to_machines(client: Client) -> bool:
    """Whether a key reads this client only for a stated reason: it has no client of its own. One statement."""
    return Client.objects.filter(is_closed_to(None, at=timezone.now()), pk=client.pk).exists()


def shown_to(user: User, client: Client) -> Client:
    """The client, or the masked row where they are closed to this user. One statement."""
    return masked(client) if closed_among(user, [client.pk]) else client


def masked(client: Client) -> Client:
    """The same row with nothing in it but its ids; not to be saved."""
    return Client(pk=client.pk, uid=client.uid, given_name=MASKED_NAME)
