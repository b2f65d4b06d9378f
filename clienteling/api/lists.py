"""The wish list and the cart, told by a shop or an app that keeps them itself."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of, client_of
from crm.actions.carts import MOST_OF_ONE, CartState, set_cart_states
from crm.actions.wishes import WishState, set_wish_states
from crm.models import Brand, Variant


class PieceSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(max_length=60)
    source = serializers.CharField(max_length=40, help_text="The system that says so.")  # type: ignore[assignment]
    at = serializers.DateTimeField(
        required=False, help_text="Since when; else now. What is older than what is known changes nothing."
    )

    def validate_at(self, value: datetime) -> datetime:
        if value > timezone.now():
            raise serializers.ValidationError("This has not happened yet.", "timestamp_in_future")
        return value


class WishSerializer(PieceSerializer):
    is_wished = serializers.BooleanField(default=True)


class CartSerializer(PieceSerializer):
    quantity = serializers.IntegerField(min_value=0, max_value=MOST_OF_ONE, help_text="All that there is of it; or 0.")


class ListAnswer(serializers.Serializer[Any]):
    is_news = serializers.BooleanField(help_text="False: something younger was known already.")


class WishList(APIView):
    write_scope = "lists:write"

    @extend_schema(request=WishSerializer, responses=ListAnswer, operation_id="wish_list_set")
    def post(self, request: Request, uid: str) -> Response:
        """Put a piece on a client's wish list, or take it off."""
        brand = brand_of(request)
        client, said = client_of(brand, uid), _said(WishSerializer, request)
        piece = (client.pk, brand.pk, said["sku"], _variant(brand, said["sku"]))
        news = set_wish_states([WishState(*piece, said["is_wished"], said["source"], said["at"])])
        return Response({"is_news": news == 1})


class Cart(APIView):
    write_scope = "lists:write"

    @extend_schema(request=CartSerializer, responses=ListAnswer, operation_id="cart_set")
    def post(self, request: Request, uid: str) -> Response:
        """Say how many of a piece are in a client's cart."""
        brand = brand_of(request)
        client, said = client_of(brand, uid), _said(CartSerializer, request)
        piece = (client.pk, brand.pk, said["sku"], _variant(brand, said["sku"]))
        news = set_cart_states([CartState(*piece, said["quantity"], said["source"], said["at"])])
        return Response({"is_news": news == 1})


def _said(serializer: type[PieceSerializer], request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return {"at": timezone.now(), **body.validated_data}


def _variant(brand: Brand, sku: str) -> int | None:
    """A piece that the catalogue lacks is kept all the same."""
    found = Variant.objects.filter(product__brand=brand, sku=sku).values_list("pk", flat=True)
    return found.first()
