"""Who belongs to a client: family, household, assistant, whom they give gifts to."""

from datetime import date

from django.db import transaction

from crm.actions.keep_sensitive import lock_to_keep_sensitive
from crm.actions.profile_errors import ProfileError
from crm.models import Brand, Client, Relation, User

MOST_PEOPLE = 50
LONGEST_NAME, LONGEST_NOTE = 120, 200


@transaction.atomic
def relate(  # noqa: PLR0913  # who to whom, as what, who says so, all named
    client: Client,
    *,
    kind: str,
    other: Client | None = None,
    name: str = "",
    note: str = "",
    birth_date: date | None = None,
    brand: Brand | None = None,
    actor: User | None = None,
    source: str = "",
) -> Relation:
    """Write down what another client, or a person by name, is to this client. Written twice, it is there once.

    ``brand``: the house that writes it; None for the whole group. What two houses wrote, the whole group knows.
    Raises ProfileError: ``kind_unknown``, ``name_missing``, ``too_long``, ``same_client``, ``too_many``,
    ``client_not_live``; ``consent_missing`` where one of the two clients does not let the house keep such things.
    """
    _check(client, kind, other, name, note)
    lock_to_keep_sensitive(*sorted(filter(None, (client, other)), key=lambda each: each.pk), brand=brand)
    known = Relation.objects.filter(client=client)
    key = {"client": client, "other": other, "kind": kind, **({} if other else {"name": name})}
    said = {"name": "" if other else name, "note": note, "birth_date": birth_date, "brand": brand, "source": source}
    found = known.filter(**key).first()
    if found is not None:
        return _told_again(found, brand)
    if known.count() >= MOST_PEOPLE:
        raise ProfileError("too_many")
    return Relation.objects.create(**{**said, **key}, created_by=actor)


def end_relation(pk: int) -> bool:
    """Take it away; False when somebody did already."""
    deleted, _ = Relation.objects.filter(pk=pk).delete()
    return deleted == 1


def _told_again(relation: Relation, brand: Brand | None) -> Relation:
    if relation.brand is not None and relation.brand != brand:
        relation.brand = None
        relation.save(update_fields=["brand"])
    return relation


def _check(client: Client, kind: str, other: Client | None, name: str, note: str) -> None:
    if kind not in Relation.Kind.values:
        raise ProfileError("kind_unknown")
    if other is None and not name:
        raise ProfileError("name_missing")
    if len(name) > LONGEST_NAME or len(note) > LONGEST_NOTE:
        raise ProfileError("too_long")
    if other is not None and client.pk in (other.pk, other.canonical_id):
        raise ProfileError("same_client")
