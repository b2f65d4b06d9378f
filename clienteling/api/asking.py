"""The questions every reading address understands: language, currency, place."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from crm.models import Brand


class Asking(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=12, default="en", help_text="en, fr, it or zh-hans; else English.")
    currency = serializers.RegexField("^[A-Z]{3}$", required=False, help_text="ISO 4217; else the brand's own.")
    boutique = serializers.CharField(max_length=40, required=False, help_text="Whose stock; else the online shop's.")


def asked(serializer: type[serializers.Serializer[Any]], request: Request, brand: Brand) -> dict[str, Any]:
    """The validated query string, with the brand's currency where none was asked for."""
    question = serializer(data=request.query_params)
    question.is_valid(raise_exception=True)
    return {"currency": brand.currency, "boutique": "", **question.validated_data}
