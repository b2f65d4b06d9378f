"""What the profile store knows of a client beside purchases and events, for one reader, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F

from crm.models import (
    CartItem,
    Client,
    Identifier,
    LoyaltyAccount,
    Relationship,
    Score,
    SegmentMember,
    StockAlert,
    Wish,
)
from crm.models.client import ClientQuerySet
from crm.queries.pieces import Piece, piece_from, piece_of
from crm.queries.relations import Related, related_from, relation_lists
from crm.queries.together import CLIENT, ListOf, date_or_none, moment_in, read_together
from crm.sharing import Reach


@dataclass(frozen=True)
class KnownIdentifier:
    namespace: str
    value: str


@dataclass(frozen=True)
class KnownPlace:
    """That a house, and perhaps one of its boutiques, knows the client."""

    brand_id: int
    house: str
    tier: str
    advisor: str
    since: datetime


@dataclass(frozen=True)
class KnownSegment:
    code: str
    name: str
    brand_id: int
    house: str


@dataclass(frozen=True)
class WishedPiece:
    sku: str
    piece: Piece
    house: str
    at: datetime


@dataclass(frozen=True)
class CartPiece:
    sku: str
    piece: Piece
    house: str
    quantity: int
    at: datetime


@dataclass(frozen=True)
class LoyaltyStanding:
    programme: str
    number: str
    tier: str
    points: int
    since: date | None
    house: str


@dataclass(frozen=True)
class KnownScore:
    model: str
    value: float
    reason: str
    house: str
    at: datetime
    review: str = ""
    review_reason: str = ""


@dataclass(frozen=True)
class ClientProfile:
    """Each list at most ``SHORT`` long (crm.queries.together), what is newest or most believed first."""

    identifiers: list[KnownIdentifier]
    places: list[KnownPlace]
    segments: list[KnownSegment]
    waiting_for: list[Piece]
    relations: list[Related]
    wishes: list[WishedPiece]
    cart: list[CartPiece]
    loyalty: list[LoyaltyStanding]
    scores: list[KnownScore]


def client_profile(client: Client, *, seen: ClientQuerySet, reach: Reach) -> ClientProfile:
    """``seen``: the clients whom the reader may see, for the people around this one.

    One statement, and one more where another client is named among those people.
    """
    values = {"client": client.pk, **reach.given}
    found = read_together(("profile", reach.every_house), lambda: {**_lists(reach), **relation_lists(reach)}, values)
    people = {name: found.pop(name) for name in ("relations", "related_by")}
    return profile_from(found, related_from(people, seen))


def _lists(reach: Reach) -> dict[str, ListOf]:
    """What is the client's own, and what the houses of this reach know."""
    return {
        "identifiers": ListOf(
            Identifier.objects.filter(client=CLIENT, retracted_at=None).order_by(
                F("verified_at").desc(nulls_last=True), "pk"
            ),
            {"namespace": "namespace", "value": "value"},
        ),
        "places": ListOf(
            Relationship.objects.filter(client=CLIENT).order_by("since", "pk"),
            {
                "brand_id": "brand_id",
                "house": "brand__name",
                "tier": reach.if_ours("tier"),
                "advisor": reach.if_ours("advisor__first_name"),
                "since": "since",
            },
        ),
        **_lists_of_houses(reach),
    }


def _lists_of_houses(reach: Reach) -> dict[str, ListOf]:
    ours, house = reach.of_house(), {"house": "brand__name"}
    piece = {"sku": "sku", "piece": piece_of(), **house}
    wished = Wish.objects.filter(ours, client=CLIENT, removed_at=None).order_by("-added_at", "-pk")
    in_cart = CartItem.objects.filter(ours, client=CLIENT, quantity__gt=0).order_by("-changed_at", "-pk")
    loyalty = LoyaltyAccount.objects.filter(ours, client=CLIENT).order_by("-changed_at", "-pk")
    scores = Score.objects.filter(reach.of_house_or_group(), client=CLIENT).order_by("model", "pk")
    alerts = StockAlert.objects.filter(ours, client=CLIENT, status=StockAlert.Status.WAITING).order_by("pk")
    return {
        "segments": _segments(reach),
        "alerts": ListOf(alerts, {"piece": piece_of()}, limit=3),
        "wishes": ListOf(wished, {**piece, "at": "added_at"}),
        "cart": ListOf(in_cart, {**piece, "quantity": "quantity", "at": "changed_at"}),
        "loyalty": ListOf(loyalty, {**house, **_same("programme", "number", "tier", "points", "since")}),
        "scores": ListOf(scores, {**house, **_same("model", "value", "reason", "at", "review", "review_reason")}),
    }


def _segments(reach: Reach) -> ListOf:
    members = SegmentMember.objects.filter(reach.of_house("segment__brand"), client=CLIENT)
    fields = {
        "code": "segment__code",
        "name": "segment__name",
        "brand_id": "segment__brand_id",
        "house": "segment__brand__name",
    }
    return ListOf(members.order_by("segment__name", "segment__brand__name"), fields)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def profile_from(found: Mapping[str, list[dict[str, Any]]], relations: list[Related]) -> ClientProfile:
    return ClientProfile(
        identifiers=[KnownIdentifier(**row) for row in found["identifiers"]],
        places=[_place(row) for row in found["places"]],
        segments=[KnownSegment(**row) for row in found["segments"]],
        waiting_for=[piece_from(row["piece"], otherwise="") for row in found["alerts"]],
        relations=relations,
        wishes=[WishedPiece(**_with_piece(row)) for row in found["wishes"]],
        cart=[CartPiece(**_with_piece(row)) for row in found["cart"]],
        loyalty=[LoyaltyStanding(**{**row, "since": date_or_none(row["since"])}) for row in found["loyalty"]],
        scores=[
            KnownScore(**{**row, "at": moment_in(row["at"]), "house": row["house"] or ""}) for row in found["scores"]
        ],
    )


def _place(row: dict[str, Any]) -> KnownPlace:
    given = {"tier": row["tier"] or "", "advisor": row["advisor"] or "", "since": moment_in(row["since"])}
    return KnownPlace(**{**row, **given})


def _score(row: dict[str, Any]) -> KnownScore:
    return KnownScore(**{**row, "at": moment_in(row["at"]), "house": row["house"] or ""})


def _with_piece(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "piece": piece_from(row["piece"], otherwise=row["sku"]), "at": moment_in(row["at"])}
