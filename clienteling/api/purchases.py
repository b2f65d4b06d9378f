"""Receipts from tills and checkouts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import boutique_of, brand_of, client_of
from clienteling.api.purchasers import PurchaserSerializer, purchaser_of
from crm.actions.purchases import LineInput, PurchaseError, record_purchase
from crm.actions.source_figures import note_told
from crm.api.problems import Problem
from crm.models import Boutique, Brand, Client, Membership, Purchase, User


class LineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(max_length=60)
    quantity = serializers.IntegerField(min_value=-10_000, max_value=10_000, help_text="Negative on a return.")
    unit_price = serializers.DecimalField(12, 3, min_value=Decimal(0))
    description = serializers.CharField(max_length=200, allow_blank=True, default="")

    def validate_quantity(self, value: int) -> int:
        if value == 0:
            raise serializers.ValidationError("A line has a quantity.", "quantity_zero")
        return value


class PurchaseSerializer(serializers.Serializer[Any]):
    source = serializers.CharField(max_length=40, help_text="The system that wrote the receipt.")  # type: ignore[assignment]
    source_ref = serializers.CharField(max_length=80, help_text="Its number there; sent again, nothing happens twice.")
    order_ref = serializers.CharField(
        max_length=80,
        allow_blank=True,
        default="",
        help_text="The order's number, the same in every system of the brand: told by several, it is one purchase."
        " On a return, that of its sale.",
    )
    kind = serializers.ChoiceField(Purchase.Kind.choices, default=Purchase.Kind.SALE)
    occurred_at = serializers.DateTimeField(required=False, help_text="Else now.")
    currency = serializers.RegexField("^[A-Z]{3}$")
    country = serializers.CharField(max_length=60, allow_blank=True, default="")
    boutique = serializers.CharField(max_length=40, required=False, help_text="Code; else the online shop.")
    advisor = serializers.EmailField(max_length=254, required=False, help_text="Who sold it; of that boutique.")
    client_uid = serializers.CharField(max_length=16, required=False)
    purchaser = PurchaserSerializer(required=False, help_text="Found or made when no unique id is given.")
    lines = LineSerializer(many=True, min_length=1, max_length=200)  # type: ignore[call-arg]


class PurchaseAnswer(serializers.Serializer[Any]):
    source_ref = serializers.CharField()
    client_uid = serializers.CharField(allow_null=True)
    currency = serializers.CharField()
    total = serializers.DecimalField(14, 2)
    occurred_at = serializers.DateTimeField()


class PurchaseList(APIView):
    write_scope = "purchases:write"

    @extend_schema(
        request=PurchaseSerializer,
        responses={201: PurchaseAnswer, 200: PurchaseAnswer},
        operation_id="purchases_record",
    )
    def post(self, request: Request) -> Response:
        """201 the first time; 200 and nothing changed when this source's number is known already.

        The same number with other lines is refused: 409 ``purchase_differs``. An order that another system, or the
        website's own event, told of before is completed and answered with 200; 409 ``order_differs`` when that
        system said otherwise.
        """
        brand = brand_of(request)
        body = PurchaseSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        note_told(brand, body.validated_data["source"], 1, at=timezone.now())
        if known := _known(brand, body.validated_data):
            return Response(PurchaseAnswer(_answer(known)).data, status=status.HTTP_200_OK)
        try:
            purchase = _recorded(brand, body.validated_data)
        except PurchaseError as error:
            raise _problem(error) from error
        answered = status.HTTP_200_OK if purchase.is_repeat else status.HTTP_201_CREATED
        return Response(PurchaseAnswer(_answer(purchase)).data, status=answered)


def _problem(error: PurchaseError) -> Problem:
    if error.code == "order_differs":
        return Problem(error.code, "Another system told of this order otherwise; nothing was changed.", status=409)
    return Problem(error.code, "The lines of this receipt do not agree with its kind, or come to too much.")


def _known(brand: Brand, receipt: dict[str, Any]) -> Purchase | None:
    """What a record said already. What only an event said gives way to this one."""
    purchase = (
        Purchase.objects.filter(brand=brand, source=receipt["source"], source_ref=receipt["source_ref"])
        .exclude(evidence=Purchase.Evidence.EVENT)
        .select_related("client")
        .first()
    )
    if purchase and (purchase.currency, _contents(purchase)) != (receipt["currency"], _contents_of(receipt)):
        raise Problem("purchase_differs", "This number is known with other lines; nothing was changed.", status=409)
    return purchase


def _contents(purchase: Purchase) -> list[tuple[Any, ...]]:
    return list(purchase.lines.order_by("number").values_list("sku", "quantity", "unit_price"))


def _contents_of(receipt: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(line["sku"], line["quantity"], line["unit_price"]) for line in receipt["lines"]]


@transaction.atomic
def _recorded(brand: Brand, receipt: dict[str, Any]) -> Purchase:
    """A receipt that is refused makes no client either."""
    occurred_at = receipt.get("occurred_at") or timezone.now()
    boutique = boutique_of(brand, receipt.get("boutique", ""))
    return record_purchase(
        brand=brand,
        source=receipt["source"],
        source_ref=receipt["source_ref"],
        kind=receipt["kind"],
        occurred_at=occurred_at,
        currency=receipt["currency"],
        lines=_lines(receipt["lines"]),
        client=_client(brand, receipt, occurred_at),
        boutique=boutique,
        advisor=_advisor(receipt.get("advisor", ""), brand, boutique),
        country=receipt["country"],
        order_ref=receipt["order_ref"],
    )


def _lines(lines: Sequence[dict[str, Any]]) -> list[LineInput]:
    return [LineInput(**line) for line in lines]


def _client(brand: Brand, receipt: dict[str, Any], at: datetime) -> Client | None:
    """The purchaser, known or new; nobody for an anonymous sale."""
    if uid := receipt.get("client_uid"):
        return client_of(brand, uid)
    if purchaser := receipt.get("purchaser"):
        return purchaser_of(brand, purchaser, source=receipt["source"], at=at)
    return None


def _advisor(email: str, brand: Brand, boutique: Boutique | None) -> User | None:
    """Of the boutique of the sale; of any of the house where the sale names none and the house has no online shop."""
    if not email:
        return None
    place: dict[str, Boutique | Brand] = {"boutique": boutique} if boutique else {"boutique__brand": brand}
    member = Membership.objects.filter(user__email=email.lower(), **place).select_related("user").first()
    if member is None:
        raise Problem("advisor_unknown", "Nobody of this boutique has this address.")
    return member.user


def _answer(purchase: Purchase) -> dict[str, Any]:
    uid = purchase.client.uid if purchase.client else None
    facts = {name: getattr(purchase, name) for name in ("source_ref", "currency", "total", "occurred_at")}
    return {**facts, "client_uid": uid}
