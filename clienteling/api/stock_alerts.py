"""The wish to hear when a piece is back. The address comes here and nowhere else."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of
from clienteling.lib.rate_limit import is_within_limit
from clienteling.lib.tokens import hash_code
from crm.actions.stock_alerts import request_stock_alert
from crm.api.problems import Problem
from crm.identity.errors import IdentityError
from crm.models import Brand, StockAlert, Variant

WISHES_AN_HOUR = 20


class StockAlertSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField(max_length=60)
    email = serializers.EmailField(max_length=254)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), max_length=20, default=list)
    language = serializers.CharField(max_length=12, default="en")
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]
    anonymous_id = serializers.CharField(max_length=100, allow_blank=True, default="")
    marketing = serializers.BooleanField(default=False, help_text="The person asked for news as well; never assumed.")


class StockAlertAnswer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    status = serializers.CharField()
    requested_at = serializers.DateTimeField()
    is_new = serializers.BooleanField()


class StockAlertList(APIView):
    write_scope = "alerts:write"

    @extend_schema(
        request=StockAlertSerializer,
        responses={201: StockAlertAnswer, 200: StockAlertAnswer},
        operation_id="back_in_stock_request",
    )
    def post(self, request: Request) -> Response:
        """201 for a new wish, 200 when the same one was waiting already. The answer repeats no address."""
        brand = brand_of(request)
        body = StockAlertSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        _refuse_flood(body.validated_data["email"])
        alert = _requested(brand, body.validated_data)
        is_new = not alert.is_repeat
        answer = {
            "sku": alert.variant.sku,
            "status": alert.status,
            "requested_at": alert.created_at,
            "is_new": is_new,
        }
        return Response(answer, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


def _refuse_flood(email: str) -> None:
    """A form that anybody can fill in must not fill somebody else's letter box."""
    # The counter lies outside the database: a hash of the address, never the address.
    if not is_within_limit(f"alert:{hash_code(email)}", maximum=WISHES_AN_HOUR, seconds=3600):
        raise Problem("too_many_wishes", "This address has asked often within the hour. Try again later.", status=429)


def _requested(brand: Brand, wish: dict[str, Any]) -> StockAlert:
    variant = Variant.objects.filter(sku=wish.pop("sku"), product__brand=brand).first()
    if variant is None:
        raise Problem("sku_unknown", "This brand has no piece of this SKU.", status=404)
    consent_given = wish.pop("marketing")
    try:
        return request_stock_alert(brand=brand, variant=variant, consent_given=consent_given, at=timezone.now(), **wish)
    except IdentityError as error:
        raise Problem(error.code, "This address cannot be used.") from error
