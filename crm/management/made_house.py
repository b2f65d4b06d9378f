"""A generated house in a database of its own, for a benchmark."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone
from tqdm import tqdm

from crm.generate.house import HouseRequest, generate_house
from crm.management.scratch import scratch_database
from crm.models import Boutique, Membership, User


@contextmanager
def made_house(*, clients: int, interactions_per_client: int) -> Iterator[None]:
    """Within it, the default connection is to a house of this size, the same each time; dropped afterwards."""
    request = HouseRequest(clients=clients, seed=7, now=timezone.now(), interactions_per_client=interactions_per_client)
    with scratch_database():
        with tqdm(unit=" rows", unit_scale=True, file=sys.stderr, mininterval=1.0, leave=False) as bar:
            generate_house(request, bar)
        yield


def somebody_at(boutique: Boutique | None) -> User:
    """An advisor of the boutique, or, without one, somebody at headquarters."""
    if boutique is not None:
        return User.objects.filter(memberships__boutique=boutique, memberships__role="advisor").order_by("pk")[0]
    user, is_new = User.objects.get_or_create(email="hana@headquarters.example")
    if is_new:
        Membership.objects.create(user=user, role=Membership.Role.HQ)
    return user
