"""The people around a client, as somebody may know of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from crm.models import Client, Relation
from crm.models.client import ClientQuerySet
from crm.queries.together import ListOf, date_or_none, read_together
from crm.sharing import Reach

# Read from the other side: what this client is to the one who wrote it down, as a kind or in words of its own.
_SEEN_FROM_THE_OTHER = {
    Relation.Kind.CHILD: Relation.Kind.PARENT.label,
    Relation.Kind.PARENT: Relation.Kind.CHILD.label,
    Relation.Kind.ASSISTANT: "Assists",
    Relation.Kind.GIFT_GIVER: "Is given gifts by",
}


@dataclass(frozen=True)
class Related:
    """``uid`` is empty for a plain name, and for a client whose page the reader may not open.

    ``pk``: of the relation. ``is_own``: written on this client's page rather than on the other's.
    """

    pk: int
    kind: str
    words: str
    name: str
    uid: str
    note: str
    birth_date: date | None
    is_own: bool


def relation_lists(client: Client, seen: ClientQuerySet, reach: Reach) -> dict[str, ListOf]:
    """The rows from both sides. A client not among those ``seen`` is there only where the reader's house wrote it."""
    own = readable_relations(client, seen, reach)
    others = _readable(Relation.objects.filter(other__in=Client.objects.records_of(client)), "client", seen, reach)
    return {
        "relations": ListOf(own.order_by("kind", "pk"), _FIELDS),
        "related_by": ListOf(others.exclude(client=client).order_by("kind", "pk"), _FIELDS),
    }


def readable_relations(client: Client, seen: ClientQuerySet, reach: Reach) -> QuerySet[Relation, Any]:
    """What is written on this client's own page, as far as this reader may know it."""
    own: QuerySet[Any] = _readable(Relation.objects.filter(client=client), "other", seen, reach)
    # A merge may have left one that now names the client themselves; the other record of it stands there too.
    return own.exclude(other_pk__isnull=False, other_pk=client.pk)


def relations_of(client: Client, *, seen: ClientQuerySet, reach: Reach) -> list[Related]:
    """One statement."""
    return related_from(read_together(client, relation_lists(client, seen, reach)))


_FIELDS = {
    "pk": "pk",
    "kind": "kind",
    "name": "name",
    "note": "note",
    "birth_date": "birth_date",
    "is_seen": "is_seen",
    "person": "person",
}


def _readable(rows: QuerySet[Relation], side: str, seen: ClientQuerySet, reach: Reach) -> QuerySet[Relation, Any]:
    somebody = Client.objects.filter(pk=OuterRef("other_pk"))
    named = JSONObject(uid="uid", given_name="given_name", family_name="family_name", name_order="name_order")
    found = rows.annotate(
        other_pk=Coalesce(f"{side}__canonical", side),
        is_seen=Exists(seen.filter(pk=OuterRef("other_pk"))),
        person=Subquery(somebody.values(found=named)[:1]),
    )
    # Of a client, that the house itself wrote it; of a plain name also that the whole group did.
    is_readable = Q(is_seen=True) | (reach.of_house() & Q(brand__isnull=False)) | Q(other_pk=None, brand=None)
    return found.filter(is_readable)


def related_from(found: Mapping[str, list[dict[str, Any]]]) -> list[Related]:
    """Own rows first; one person of one kind once, though both sides wrote it."""
    people = [_related(row, is_own=True) for row in found["relations"]]
    others = [_related(row, is_own=False) for row in found["related_by"]]
    known = {(each.name, each.words) for each in people}
    return [*people, *(each for each in _once(others) if (each.name, each.words) not in known)]


def _once(people: Iterable[Related]) -> list[Related]:
    return list({(each.name, each.words): each for each in people}.values())


def _related(row: Mapping[str, Any], *, is_own: bool) -> Related:
    kind, person = Relation.Kind(row["kind"]), row["person"]
    return Related(
        pk=row["pk"],
        kind=kind,
        words=kind.label if is_own else _SEEN_FROM_THE_OTHER.get(kind, kind.label),
        name=Client(**person).name if person else row["name"],
        uid=person["uid"] if person and row["is_seen"] else "",
        note=row["note"] if is_own else "",
        birth_date=date_or_none(row["birth_date"]) if is_own else None,
        is_own=is_own,
    )
