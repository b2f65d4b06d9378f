"""The people around a client, as somebody may know of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from consent.protection import is_protected
from crm.models import Client, Relation
from crm.models.client import ClientQuerySet
from crm.protection import masked
from crm.queries.together import CLIENT, RECORDS, ListOf, date_or_none, read_together
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


def relation_lists(reach: Reach) -> dict[str, ListOf]:
    """The rows from both sides, with the ids of whom they name. ``related_from`` says who of them may be known."""
    own: QuerySet[Any] = _rows(Relation.objects.filter(client=CLIENT), "other", reach)
    others: QuerySet[Any] = _rows(Relation.objects.filter(other__in=RECORDS), "client", reach)
    fields = {name: name for name in ("pk", "kind", "name", "note", "birth_date", "other_pk")}
    fields["is_ours"] = "is_ours"
    return {
        # A merge may have left one that now names the client themselves.
        "relations": ListOf(own.exclude(other_pk__isnull=False, other_pk=CLIENT).order_by("kind", "pk"), fields),
        "related_by": ListOf(others.exclude(client=CLIENT).order_by("kind", "pk"), fields),
    }


def _rows(rows: QuerySet[Relation], side: str, reach: Reach) -> QuerySet[Any]:
    """Clients, by the record that counts now; and plain names that the reader's house or the whole group wrote."""
    is_ours = Case(When(reach.of_house() & Q(brand__isnull=False), then=True), default=False)
    found = rows.annotate(other_pk=Coalesce(f"{side}__canonical", side), is_ours=is_ours)
    return found.filter(Q(other_pk__isnull=False) | reach.of_house_or_group())


def relations_of(client: Client, *, seen: ClientQuerySet, reach: Reach) -> list[Related]:
    """One statement, and one more where other clients are named."""
    values = {"client": client.pk, **reach.given}
    found = read_together(("relations", reach.every_house), lambda: relation_lists(reach), values)
    return related_from(found, seen)


def related_from(found: Mapping[str, list[dict[str, Any]]], seen: ClientQuerySet) -> list[Related]:
    """Own rows first; one person of one kind once, though both sides wrote it.

    A client not among those ``seen`` is there only where the reader's own house wrote it, and then without a way to
    their page. One statement where another client is named, else none.
    """
    people = _people([row["other_pk"] for rows in found.values() for row in rows], seen)
    own = list(_known(found["relations"], people, is_own=True))
    others = list(_known(found["related_by"], people, is_own=False))
    known = {(each.name, each.words) for each in own}
    return [*own, *(each for each in _once(others) if (each.name, each.words) not in known)]


def _people(ids: Iterable[int | None], seen: ClientQuerySet) -> dict[int | None, Client]:
    """Id to client, with ``is_seen``; a protected one who is not seen is masked."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    visible = Exists(seen.filter(pk=OuterRef("pk")))
    rows = Client.objects.filter(pk__in=wanted).annotate(is_seen=visible, is_hidden=is_protected() & ~visible)
    named = rows.only("uid", "given_name", "family_name", "name_order")
    return {each.pk: _masked(each) if each.is_hidden else each for each in named}


def _masked(client: Client) -> Client:
    hidden = masked(client)
    hidden.is_seen = False  # type: ignore[attr-defined]  # as annotated on the others
    return hidden


def _known(
    rows: Iterable[Mapping[str, Any]], people: Mapping[int | None, Client], *, is_own: bool
) -> Iterator[Related]:
    for row in rows:
        person = people.get(row["other_pk"])
        is_seen = person is not None and person.is_seen  # type: ignore[attr-defined]  # annotated above
        if person is None or is_seen or row["is_ours"]:
            yield _related(row, person, is_seen=is_seen, is_own=is_own)


def _once(people: Iterable[Related]) -> list[Related]:
    return list({(each.name, each.words): each for each in people}.values())


def _related(row: Mapping[str, Any], person: Client | None, *, is_seen: bool, is_own: bool) -> Related:
    kind = Relation.Kind(row["kind"])
    return Related(
        pk=row["pk"],
        kind=kind,
        words=kind.label if is_own else _SEEN_FROM_THE_OTHER.get(kind, kind.label),
        name=person.name if person else row["name"],
        uid=person.uid if person and is_seen else "",
        note=row["note"] if is_own else "",
        birth_date=date_or_none(row["birth_date"]) if is_own else None,
        is_own=is_own,
    )
