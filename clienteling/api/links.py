"""Signed links of messages, read by whoever serves the page they open."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of, client_of
from clienteling.lib.tokens import TokenError, read_link
from consent.views.links import preference_token
from crm.api.problems import Problem
from crm.models import Brand, Client, CustomerAccount, Product
from journeys.models import Send

LINK_SECONDS = 90 * 24 * 3600
REFUSALS = {
    "token_expired": (410, "This link is older than ninety days and no longer opens."),
    "token_invalid": (400, "This link is not whole, or not ours."),
}


class LinkSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=1000)


class OwnPageSerializer(serializers.Serializer[Any]):
    client_uid = serializers.CharField(max_length=16)


class OwnPageAnswer(serializers.Serializer[Any]):
    url = serializers.CharField()


class OwnPage(APIView):
    write_scope = "consents:write"  # Whoever has the link decides as the client.

    @extend_schema(request=OwnPageSerializer, responses=OwnPageAnswer, operation_id="links_preferences")
    def post(self, request: Request) -> Response:
        """The address of the client's own page: choices, data and rights. For a client who has logged in with you."""
        brand = brand_of(request)
        body = OwnPageSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        client = client_of(brand, body.validated_data["client_uid"])
        path = reverse("preferences", args=[preference_token(client, brand)])
        return Response({"url": f"{settings.BASE_URL}{path}"})


class LinkAnswer(serializers.Serializer[Any]):
    client_uid = serializers.CharField()
    given_name = serializers.CharField()
    language = serializers.CharField()
    has_account = serializers.BooleanField()
    products = serializers.ListField(child=serializers.CharField(), help_text="Codes the message recommended.")


class LinkRead(APIView):
    write_scope = "links:read"  # A POST, so that the token stays out of access logs; it changes nothing.

    @extend_schema(request=LinkSerializer, responses=LinkAnswer, operation_id="links_read")
    def post(self, request: Request) -> Response:
        """Whom a link of a message speaks to. Changes nothing, so a scanner that opens it does no harm."""
        brand = brand_of(request)
        body = LinkSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        payload = _payload(body.validated_data["token"])
        client = client_of(brand, str(payload.get("uid", "")))
        return Response(_answer(client, _products(brand, client, payload)))


def _payload(token: str) -> dict[str, Any]:
    try:
        return read_link("app", token, max_age=LINK_SECONDS)
    except TokenError as error:
        status, sentence = REFUSALS[error.code]
        raise Problem(error.code, sentence, status=status) from error


def _products(brand: Brand, client: Client, payload: dict[str, Any]) -> list[str]:
    """Codes of the pieces in the message, in its order, but first the one whose picture was touched."""
    send_id, touched = payload.get("send"), payload.get("product")
    send = Send.objects.filter(pk=send_id, client=client, brand=brand).first() if isinstance(send_id, int) else None
    skus = [item["sku"] for item in send.payload.get("recommendations", [])] if send else []
    found = dict(Product.objects.filter(brand=brand, variants__sku__in=skus).values_list("variants__sku", "code"))
    codes = dict.fromkeys(found[sku] for sku in skus if sku in found)
    return sorted(codes, key=lambda code: code != touched)


def _answer(client: Client, products: list[str]) -> dict[str, Any]:
    return {
        "client_uid": client.uid,
        "given_name": client.given_name,
        "language": client.language,
        "has_account": CustomerAccount.objects.filter(client=client).exists(),
        "products": products,
    }
