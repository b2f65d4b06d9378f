"""Whom a request means that was handed in by a website or an app."""

from crm.models import Client, Identifier


def find_named(brand_id: int, named_by: str, name: str) -> Client | None:
    """The live client whom this brand knows by a public id, or by a normalised address."""
    known = Client.objects.live().filter(relationships__brand=brand_id)
    if named_by == "uid":
        return known.by_uid(name)
    owners = Identifier.objects.filter(namespace=named_by, value=name, retracted_at=None).values("client")
    return known.filter(pk__in=owners).order_by("pk").first()
