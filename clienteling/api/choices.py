"""What a client may decide, as their own page shows it: for the app or the website of the house."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.clients import CardAsking
from clienteling.api.place import brand_of
from clienteling.api.reading import REASON_PARAMETER, read_client
from consent.views.shown import ShownPreference, shown_preferences


class ChoiceSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField()
    name = serializers.CharField(help_text="In the language that was asked for, where the house has words in it.")
    notice = serializers.CharField(help_text="The words to show; a yes agrees to them.")
    depth = serializers.IntegerField(help_text="In the tree of purposes; 0: stands under none.")
    channel = serializers.CharField(help_text="Empty for what is about the person.")
    contact = serializers.CharField(help_text="The address with its middle left out.")
    state = serializers.ChoiceField(("yes", "no", "unknown"))
    since = serializers.DateTimeField(allow_null=True)
    is_waiting = serializers.BooleanField(help_text="A link went to this address; following it makes the yes hold.")
    above = serializers.CharField(help_text="Name of the purpose over this one whose no decides here; else empty.")


class ChoiceList(APIView):
    read_scope = "consents:read"

    @extend_schema(
        parameters=[CardAsking, REASON_PARAMETER], responses=ChoiceSerializer(many=True), operation_id="clients_choices"
    )
    def get(self, request: Request, uid: str) -> Response:
        """Everything of this brand that rests on the client's consent, as the tree of purposes has it, for each
        channel where they have an address: as many rows as purposes and channels, and so without pages.

        Leaves an entry in the access log.
        """
        brand = brand_of(request)
        asking = CardAsking(data=request.query_params)
        asking.is_valid(raise_exception=True)
        client = read_client(request, brand, uid, fields=["consents"], why="choices")
        shown = shown_preferences(client, brand=brand, language=asking.validated_data["language"])
        return Response(ChoiceSerializer([_row(each) for each in shown], many=True).data)


def _row(shown: ShownPreference) -> dict[str, Any]:
    held = shown.preference
    return {
        "purpose": held.purpose, "name": shown.purpose, "notice": held.notice, "depth": held.depth,
        "channel": held.channel, "contact": held.contact, "state": held.state, "since": held.since,
        "is_waiting": held.has_link, "above": shown.above,
    }  # fmt: skip
