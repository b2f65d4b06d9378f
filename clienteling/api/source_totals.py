"""What a till or a shop states that it sold, so that the house can see whether it has the same."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of
from crm.actions.source_totals import Statement, compare_totals, state_totals
from crm.ingest.ecommerce.currencies import CURRENCIES
from crm.models import SourceComparison
from crm.queries.source_totals import is_equal

MOST_TOTALS, MOST_REFERENCES = 100, 10_000


class TotalSerializer(serializers.Serializer[Any]):
    day = serializers.DateField(help_text="In the time zone of the brand.")
    kind = serializers.ChoiceField(["sale", "return"], default="sale")
    currency = serializers.CharField(max_length=3)
    count = serializers.IntegerField(min_value=0, max_value=10_000_000, help_text="Of receipts.")
    amount = serializers.DecimalField(16, 2, help_text="Their sum; not positive for returns.")
    references = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=MOST_REFERENCES, required=False, allow_null=True,
        help_text="The numbers of all its receipts of the day: then what is missing is named.",
    )  # fmt: skip

    def validate_currency(self, value: str) -> str:
        if value not in CURRENCIES:
            raise serializers.ValidationError("No currency code of ISO 4217.", "unknown_currency")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["amount"] > 0) == (attrs["kind"] == "return") and attrs["amount"] != Decimal(0):
            raise serializers.ValidationError(
                "Sales come to nothing less than 0, returns to nothing more.", "sign_wrong"
            )
        if attrs["day"] > timezone.now().date() + timedelta(days=1):
            raise serializers.ValidationError("This day has not come yet.", "day_in_future")
        return attrs


class SourceTotalsSerializer(serializers.Serializer[Any]):
    source = serializers.CharField(max_length=40, help_text="As on the receipts.")  # type: ignore[assignment]
    totals = TotalSerializer(many=True, min_length=1, max_length=MOST_TOTALS)  # type: ignore[call-arg]


class ComparisonSerializer(serializers.Serializer[Any]):
    day = serializers.DateField(source="total.day")
    kind = serializers.CharField(source="total.kind")
    currency = serializers.CharField(source="total.currency")
    count = serializers.IntegerField(source="stated_count")
    amount = serializers.DecimalField(16, 2, source="stated_amount")
    our_count = serializers.IntegerField()
    our_amount = serializers.DecimalField(16, 2)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Stated, and not here; the first 200.")
    unstated = serializers.ListField(child=serializers.CharField(), help_text="Here, and not stated; the first 200.")
    is_equal = serializers.SerializerMethodField()

    def get_is_equal(self, compared: SourceComparison) -> bool:
        return is_equal(compared)


class SourceTotalList(APIView):
    write_scope = "totals:write"

    @extend_schema(
        request=SourceTotalsSerializer, responses=ComparisonSerializer(many=True), operation_id="source_totals_state"
    )
    def post(self, request: Request) -> Response:
        """State the totals of some days; the answer holds ours beside each. Stated again, the newer stands.

        They are compared anew every night, since receipts may come late, on either side.
        """
        brand, now = brand_of(request), timezone.now()
        body = SourceTotalsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        stated = [Statement(**total) for total in body.validated_data["totals"]]
        totals = state_totals(brand, body.validated_data["source"], stated, at=now)
        compared = compare_totals(totals, on=now.date())
        return Response(ComparisonSerializer(compared, many=True).data)
