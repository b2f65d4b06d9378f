"""Search before create, for other systems: whom of a brand's clients somebody may already be."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.access import note_reading
from clienteling.api.place import brand_of
from clienteling.api.reading import REASON_PARAMETER, clients_to_read
from crm.duplicates.record import Raw
from crm.queries.likely_clients import likely_same

MOST_CONTACTS = 5


class MatchAsking(serializers.Serializer[Any]):
    given_name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    family_name = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    birth_date = serializers.DateField(required=False, allow_null=True, default=None)
    city = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    emails = serializers.ListField(child=serializers.EmailField(), max_length=MOST_CONTACTS, default=list)
    phones = serializers.ListField(child=serializers.CharField(max_length=40), max_length=MOST_CONTACTS, default=list)


class ReasonSerializer(serializers.Serializer[Any]):
    words = serializers.CharField()
    bits = serializers.FloatField(help_text="For one person where above 0, against it below.")


class MatchSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField(source="client.uid")
    score = serializers.FloatField(help_text="Probability that it is the same person.")
    reasons = ReasonSerializer(many=True)


class MatchList(APIView):
    write_scope = "clients:read"  # A POST, so that names stay out of access logs; it changes nothing.

    @extend_schema(
        parameters=[REASON_PARAMETER], request=MatchAsking, responses=MatchSerializer(many=True),
        operation_id="clients_matches",
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """The likeliest of the brand's clients with the reasons, at most eight. Look here before you make a client.

        Leaves an entry in the access log for each. Protected clients are among them for a stated reason alone.
        """
        brand = brand_of(request)
        asking = MatchAsking(data=request.data)
        asking.is_valid(raise_exception=True)
        found = likely_same(_raw(asking.validated_data), clients_to_read(request, brand))
        for each in found:
            note_reading(request, each.client, fields=["identity"], why="matches")
        return Response(MatchSerializer(found, many=True).data)


def _raw(given: dict[str, Any]) -> Raw:
    born = given["birth_date"]
    return Raw(
        given_name=given["given_name"], family_name=given["family_name"], city=given["city"],
        birth_date=f"{born:%Y%m%d}" if born else "", emails=tuple(given["emails"]), phones=tuple(given["phones"]),
    )  # fmt: skip
