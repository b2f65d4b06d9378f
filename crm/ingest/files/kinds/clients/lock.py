"""The locks under which a chunk of clients is planned."""

from collections.abc import Iterable

from django.db import IntegrityError

from crm.models import Brand, Client, Relationship


def lock_people(ids: Iterable[int], brand: Brand) -> None:
    """Hold these clients, then what this brand knows of them, in the order of their ids, until the chunk is kept.

    Raises IntegrityError when one of them was merged a moment ago: the chunk is then planned anew, and finds the other.
    """
    wanted = sorted(set(ids))
    locked = Client.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True)
    if any(canonical is not None for canonical in locked.values_list("canonical_id", flat=True)):
        raise IntegrityError("a client was merged meanwhile")
    places = Relationship.objects.filter(client__in=wanted, brand_id=brand.pk).order_by("pk")
    list(places.select_for_update(no_key=True).values_list("pk", flat=True))
