"""What to show to whom, each piece with its reason."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.asking import Asking, asked
from clienteling.api.place import boutique_of, brand_of
from clienteling.api.products import ProductSerializer, product_fields
from clienteling.api.reading import REASON_PARAMETER, read_client
from crm.api.problems import Problem
from crm.intelligence.recommend import (
    Recommendation,
    complementary,
    for_client,
    most_chosen,
    reason_text,
    recently_seen,
    similar_in_stock,
)
from crm.models import Boutique, Brand, Client, Product
from crm.queries.catalogue import with_offers

MODULES = ("similar", "complementary", "for_you", "seen", "trending")


class RecommendationAsking(Asking):
    module = serializers.ChoiceField(MODULES)
    product = serializers.CharField(max_length=60, required=False, help_text="Code; for ``similar``.")
    client = serializers.CharField(max_length=16, required=False, help_text="Unique id.")
    anonymous_id = serializers.CharField(max_length=100, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=24, default=6)


class RecommendationSerializer(serializers.Serializer[Any]):
    product = ProductSerializer()
    sku = serializers.CharField()
    reason_code = serializers.CharField()
    reason = serializers.CharField()


class RecommendationsSerializer(serializers.Serializer[Any]):
    module = serializers.ChoiceField(MODULES)
    items = RecommendationSerializer(many=True)


class RecommendationList(APIView):
    read_scope = "recommendations:read"

    @extend_schema(
        parameters=[RecommendationAsking, REASON_PARAMETER],
        responses=RecommendationsSerializer,
        operation_id="recommend",
    )
    def get(self, request: Request) -> Response:
        """Pieces in stock with a one-line reason; an empty list where there is nothing true to say.

        ``complementary`` and ``for_you`` need ``client``; ``seen`` takes ``client`` or ``anonymous_id``. Naming a
        client leaves an entry in the access log.
        """
        brand = brand_of(request)
        asking = asked(RecommendationAsking, request, brand)
        place = boutique_of(brand, asking["boutique"])
        if place is None:
            raise Problem("boutique_missing", "This brand has no online shop: name a ``boutique``.")
        found = _recommended(request, brand, place, asking)
        offers = with_offers(Product.objects.filter(pk__in=[item.product.pk for item in found]), asking["currency"])
        whole = {product.pk: product for product in offers}
        items = [_fields(item, whole[item.product.pk], place, asking) for item in found]
        return Response(RecommendationsSerializer({"module": asking["module"], "items": items}).data)


def _recommended(request: Request, brand: Brand, place: Boutique, asking: dict[str, Any]) -> list[Recommendation]:
    module, limit = asking["module"], asking["limit"]
    if module == "trending":
        return most_chosen(boutique=place, limit=limit)
    if module == "similar":
        return similar_in_stock(_product(brand, asking.get("product", "")), boutique=place, limit=limit)
    client = _client(request, brand, asking.get("client", ""))
    if module == "seen":
        return recently_seen(client=client, anonymous_id=asking.get("anonymous_id", ""), brand=brand, limit=limit)
    if client is None:
        raise Problem("client_missing", "This module needs ``client``.")
    recommend = for_client if module == "for_you" else complementary
    return recommend(client, brand=brand, boutique=place, limit=limit)


def _client(request: Request, brand: Brand, uid: str) -> Client | None:
    """What suits somebody tells what they have: it is read as everything else of theirs is, and written down."""
    return read_client(request, brand, uid, fields=["recommendations"], why="recommendations") if uid else None


def _product(brand: Brand, code: str) -> Product:
    product = Product.objects.filter(brand=brand, code=code, is_active=True).first()
    if product is None:
        raise Problem("product_unknown", "This brand has no product of this code.", status=404)
    return product


def _fields(item: Recommendation, product: Product, place: Boutique | None, asking: dict[str, Any]) -> dict[str, Any]:
    written = product_fields(product, language=asking["language"], currency=asking["currency"], boutique=place)
    reason = reason_text(item, asking["language"])
    sku = item.variant.sku if item.variant else ""
    return {"product": written, "sku": sku, "reason_code": item.reason_code, "reason": reason}
