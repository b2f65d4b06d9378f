"""The catalogue: a list with filters, one product, and what there is to filter by."""

import re
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import MD5
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.asking import Asking, asked
from clienteling.api.place import boutique_of, brand_of
from clienteling.api.products import ProductSerializer, product_fields
from crm.api.paging import KeyPagination
from crm.api.problems import Problem
from crm.models import Boutique, Brand, Product, Variant
from crm.queries.catalogue import filters_of, products_listed


class Codes(serializers.ListField):
    """A parameter that may be given several times."""

    child = serializers.CharField(max_length=60)


class ListAsking(Asking):
    category = serializers.CharField(max_length=60, required=False)
    tag = Codes(required=False, max_length=20)
    colour = Codes(required=False, max_length=20)
    material = Codes(required=False, max_length=20)
    sku = Codes(required=False, max_length=100)
    price_max = serializers.DecimalField(12, 2, required=False, min_value=0)
    in_stock = serializers.BooleanField(required=False, allow_null=True, default=None)
    q = serializers.CharField(max_length=100, required=False)


class ShelfPagination(KeyPagination):
    """Mixed as in a window, and the same at every visit: by a digest of the code, which no colour or form follows."""

    ordering = ("window", "id")  # type: ignore[assignment]
    position = re.compile("[0-9a-f]{32}")


class ProductList(APIView):
    read_scope = "catalogue:read"
    pagination_class = ShelfPagination

    @extend_schema(parameters=[ListAsking], responses=ProductSerializer(many=True), operation_id="products_list")
    def get(self, request: Request) -> Response:
        """Products of the brand, paged by key (``limit`` up to 100, then follow ``next``)."""
        brand = brand_of(request)
        asking = asked(ListAsking, request, brand)
        place = boutique_of(brand, asking["boutique"])
        pager = self.pagination_class()
        page = pager.paginate_queryset(_products(brand, place, asking), request, self) or []
        written = {"language": asking["language"], "currency": asking["currency"], "boutique": place}
        fields = [product_fields(product, **written) for product in page]
        return pager.get_paginated_response(ProductSerializer(fields, many=True).data)


class ProductDetail(APIView):
    read_scope = "catalogue:read"

    @extend_schema(parameters=[Asking], responses=ProductSerializer, operation_id="products_read")
    def get(self, request: Request, code: str) -> Response:
        brand = brand_of(request)
        asking = asked(Asking, request, brand)
        product = products_listed(brand, currency=asking["currency"]).filter(code=code).first()
        if product is None:
            raise Problem("product_unknown", "This brand has no product of this code.", status=404)
        place = boutique_of(brand, asking["boutique"])
        ways = {"language": asking["language"], "currency": asking["currency"], "boutique": place}
        return Response(ProductSerializer(product_fields(product, **ways)).data)


class FilterSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class FilterAsking(Asking):
    category = serializers.CharField(max_length=60, required=False, help_text="Narrows the others.")


class FiltersSerializer(serializers.Serializer[Any]):
    """Colours, materials and tags are codes, named by whoever shows them; prices are the lowest and the highest."""

    categories = FilterSerializer(many=True)
    colours = FilterSerializer(many=True)
    materials = FilterSerializer(many=True)
    tags = FilterSerializer(many=True)
    price_min = serializers.DecimalField(12, 2, allow_null=True)
    price_max = serializers.DecimalField(12, 2, allow_null=True)


class FilterList(APIView):
    read_scope = "catalogue:read"

    @extend_schema(parameters=[FilterAsking], responses=FiltersSerializer, operation_id="products_filters")
    def get(self, request: Request) -> Response:
        """Categories, colours, materials and tags that the brand's active products have, with counts."""
        brand = brand_of(request)
        asking = asked(FilterAsking, request, brand)
        found = filters_of(
            brand, category=asking.get("category"), language=asking["language"], currency=asking["currency"]
        )
        return Response(FiltersSerializer(found).data)


def _products(brand: Brand, place: Boutique | None, asking: dict[str, Any]) -> QuerySet[Product]:
    products = products_listed(
        brand,
        category=asking.get("category"),
        tags=asking.get("tag", ()),
        colours=asking.get("colour", ()),
        materials=asking.get("material", ()),
        price_max=asking.get("price_max"),
        in_stock=asking["in_stock"],
        q=asking.get("q", ""),
        currency=asking["currency"],
        boutique=place,
    )
    products = products.annotate(window=MD5("code"))
    if "sku" not in asking:
        return products
    return products.filter(pk__in=Variant.objects.filter(sku__in=asking["sku"]).values("product"))
