"""The whole profile of a client, for systems of the house: a till, a service desk, a data platform.

Notes and the words of conversations are not in it: they stay in the boutique that wrote them. A shop or an app reads
the card instead (clienteling.api.clients), which says what the client may see.
"""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of
from clienteling.api.reading import REASON_PARAMETER, clients_to_read, read_client
from clienteling.queries.care import Care, care_of
from consent.queries.channels import channel_states
from crm.models import Brand, Client
from crm.models.client import ClientQuerySet
from crm.queries.profile import ClientProfile, client_profile
from crm.queries.receipts import Receipt, receipts_of
from crm.sharing import Reach

RECEIPTS = 50
SHOWN = ["identity", "contact points", "tastes", "relations", "purchases", "wishes", "segments", "scores",
         "consents", "repairs", "satisfaction"]  # fmt: skip


class ProfilePieceSerializer(serializers.Serializer[Any]):
    sku = serializers.CharField()
    name = serializers.CharField(source="piece.name")
    product = serializers.CharField(source="piece.code", help_text="Code; empty where the catalogue lacks it.")


class ProfileWishSerializer(ProfilePieceSerializer):
    since = serializers.DateTimeField(source="at")


class ProfileCartSerializer(ProfilePieceSerializer):
    quantity = serializers.IntegerField()
    changed_at = serializers.DateTimeField(source="at")


class ProfileBoughtSerializer(ProfilePieceSerializer):
    quantity = serializers.IntegerField()
    amount = serializers.DecimalField(14, 2)
    returned_at = serializers.DateTimeField(allow_null=True)


class ProfileReceiptSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    occurred_at = serializers.DateTimeField(source="at")
    boutique = serializers.CharField(source="place.name", default="")
    currency = serializers.CharField()
    total = serializers.DecimalField(14, 2)
    lines = ProfileBoughtSerializer(many=True)


class ProfileIdentifierSerializer(serializers.Serializer[Any]):
    namespace = serializers.CharField()
    value = serializers.CharField()


class ProfileRelationSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    name = serializers.CharField()
    uid = serializers.CharField(help_text="Empty for a plain name, and for a client whom this brand does not know.")
    birth_date = serializers.DateField(allow_null=True)
    is_own = serializers.BooleanField(help_text="False: written on the other's page, and to be read from there.")


class ProfileLoyaltySerializer(serializers.Serializer[Any]):
    programme = serializers.CharField()
    number = serializers.CharField()
    tier = serializers.CharField()
    points = serializers.IntegerField()
    since = serializers.DateField(allow_null=True)


class ProfileScoreSerializer(serializers.Serializer[Any]):
    model = serializers.CharField()
    value = serializers.FloatField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class ProfileSegmentSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class ProfileRepairSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    status = serializers.CharField()
    opened_at = serializers.DateTimeField()
    promised_on = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class ProfileAnswerSerializer(serializers.Serializer[Any]):
    question = serializers.CharField(source="words")
    score = serializers.IntegerField()
    highest = serializers.IntegerField()
    moment = serializers.CharField()
    comment = serializers.CharField()
    answered_at = serializers.DateTimeField(source="at")


class ProfileConsentSerializer(serializers.Serializer[Any]):
    channel = serializers.CharField()
    state = serializers.ChoiceField(("yes", "no", "unknown"))
    since = serializers.DateTimeField(allow_null=True)


class ProfileSerializer(serializers.Serializer[Any]):
    uid = serializers.CharField()
    given_name = serializers.CharField()
    family_name = serializers.CharField()
    salutation = serializers.CharField()
    language = serializers.CharField()
    country = serializers.CharField()
    city = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    tastes = serializers.JSONField()
    key_dates = serializers.JSONField()
    tier = serializers.CharField()
    identifiers = ProfileIdentifierSerializer(many=True)
    relations = ProfileRelationSerializer(many=True)
    segments = ProfileSegmentSerializer(many=True)
    scores = ProfileScoreSerializer(many=True)
    loyalty = ProfileLoyaltySerializer(many=True)
    wish_list = ProfileWishSerializer(many=True)
    cart = ProfileCartSerializer(many=True)
    purchases = ProfileReceiptSerializer(many=True)
    repairs = ProfileRepairSerializer(many=True)
    answers = ProfileAnswerSerializer(many=True)
    consents = ProfileConsentSerializer(many=True)


class Profile(APIView):
    read_scope = "profiles:read"

    @extend_schema(parameters=[REASON_PARAMETER], responses=ProfileSerializer, operation_id="clients_profile")
    def get(self, request: Request, uid: str) -> Response:
        """What this brand knows of the client: the last fifty receipts, and the latest fifty of each other list.

        Of what other brands of the group know, nothing but what is shared by all: who the client is, tastes, days.
        Leaves an entry in the access log.
        """
        brand = brand_of(request)
        client = read_client(request, brand, uid, fields=SHOWN, why="profile")
        return Response(ProfileSerializer(_profile(client, brand, clients_to_read(request, brand))).data)


def _profile(client: Client, brand: Brand, seen: ClientQuerySet) -> dict[str, Any]:
    reach = Reach(brands=frozenset({brand.pk}))
    known = client_profile(client, seen=seen, reach=reach)
    care = care_of(client, reach=reach, boutique=None)
    return {
        **_person(client, brand, known),
        **_lists(known, care),
        "purchases": _receipts(client, reach),
        "consents": channel_states(client, brand=brand),
    }


def _person(client: Client, brand: Brand, known: ClientProfile) -> dict[str, Any]:
    names = ("uid", "given_name", "family_name", "salutation", "language", "country", "city", "birth_date", "tastes")
    tiers = (place.tier for place in known.places if place.brand_id == brand.pk and place.tier)
    return {name: getattr(client, name) for name in (*names, "key_dates")} | {"tier": next(tiers, "")}


def _lists(known: ClientProfile, care: Care) -> dict[str, Any]:
    return {
        "identifiers": known.identifiers,
        "relations": [asdict(each) for each in known.relations],
        "segments": known.segments,
        "scores": known.scores,
        "loyalty": known.loyalty,
        "wish_list": known.wishes,
        "cart": known.cart,
        "repairs": care.repairs,
        "answers": care.answers,
    }


def _receipts(client: Client, reach: Reach) -> list[Receipt]:
    return [receipt for receipt in receipts_of(client, reach) if receipt.is_ours][:RECEIPTS]
