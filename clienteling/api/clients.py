"""What the house knows of a client, as the client may see it: the digital card."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.cards import alerts_of, consents_of, orders_of, segments_of
from clienteling.api.place import brand_of
from clienteling.api.reading import REASON_PARAMETER, read_client
from crm.models import Brand, Client

SHOWN = ["name", "purchases", "alerts", "consents", "segments"]


class CardAsking(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=12, default="en")


class OrderLineSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    name = serializers.CharField()
    quantity = serializers.IntegerField()
    amount = serializers.DecimalField(14, 2)
    product = serializers.CharField(allow_null=True, help_text="Code, where the catalogue still knows it.")
    picture_url = serializers.CharField()


class OrderSerializer(serializers.Serializer[Any]):
    reference = serializers.CharField()
    kind = serializers.CharField()
    occurred_at = serializers.DateTimeField()
    boutique = serializers.CharField()
    currency = serializers.CharField()
    total = serializers.DecimalField(14, 2)
    lines = OrderLineSerializer(many=True)


class AlertSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()
    product = serializers.CharField()
    picture_url = serializers.CharField()
    in_stock = serializers.BooleanField()
    requested_at = serializers.DateTimeField()


class ChannelConsentSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField()
    channel = serializers.CharField()
    state = serializers.ChoiceField(("yes", "no", "unknown"))
    since = serializers.DateTimeField(allow_null=True)


class SegmentSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class CardSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField()
    name = serializers.CharField()
    given_name = serializers.CharField()
    language = serializers.CharField()
    tier = serializers.CharField()
    orders = OrderSerializer(many=True)
    alerts = AlertSerializer(many=True)
    consents = ChannelConsentSerializer(many=True)
    segments = SegmentSerializer(many=True)


class Card(APIView):
    read_scope = "clients:read"

    @extend_schema(parameters=[CardAsking, REASON_PARAMETER], responses=CardSerializer, operation_id="clients_card")
    def get(self, request: Request, uid: str) -> Response:
        """The client's own card with this brand: the last fifty orders, waited-for pieces, consents, segments.

        Leaves an entry in the access log.
        """
        brand = brand_of(request)
        asking = CardAsking(data=request.query_params)
        asking.is_valid(raise_exception=True)
        client = read_client(request, brand, uid, fields=SHOWN, why="card")
        return Response(CardSerializer(_card(client, brand, asking.validated_data["language"])).data)


def _card(client: Client, brand: Brand, language: str) -> dict[str, Any]:
    tiers = client.relationships.filter(brand=brand).exclude(tier="").values_list("tier", flat=True)
    return {
        "uid": client.uid,
        "name": client.name if client.given_name or client.family_name else "",
        "given_name": client.given_name,
        "language": client.language,
        "tier": tiers.first() or "",
        "orders": orders_of(client, brand, language),
        "alerts": alerts_of(client, brand, language),
        "consents": consents_of(client, brand),
        "segments": segments_of(client, brand),
    }
