"""Rights over one's data, handed in by the house's own website or app (GDPR Art. 12(2), 15 to 22)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.access import key_of, note_reading
from clienteling.api.place import brand_of
from consent.models import HandedIn, SubjectRequest
from consent.rights.errors import RightsError
from consent.rights.handed_in import Asked, hand_in, told_state
from crm.api.paging import KeyPagination
from crm.api.problems import Problem
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.models import Brand

STATES = ("received", "waiting", "working", "done", "refused", "withdrawn")
REFUSALS = {
    "detail_missing": (400, "A correction needs a detail: what is wrong, and how it should read."),
    "received_at_invalid": (400, "This moment has not come yet, or is more than ninety days ago."),
    "idempotency_conflict": (409, "Another request was handed in under this key; nothing was changed."),
}
# In the order of the fields: exactly one of them names the person.
NAMES = ("client_uid", "email", "phone")
NAMED_BY = {"client_uid": "uid", "email": "email", "phone": "phone"}


class RightSerializer(serializers.Serializer[Any]):
    """Exactly one of ``client_uid``, ``email`` and ``phone`` names the person."""

    kind = serializers.ChoiceField(SubjectRequest.Kind.choices)
    idempotency_key = serializers.CharField(
        max_length=64, help_text="Drawn by the caller, such as a UUID; sent again, nothing happens twice."
    )
    client_uid = serializers.CharField(max_length=16, required=False)
    email = serializers.CharField(max_length=254, required=False)
    phone = serializers.CharField(max_length=40, required=False, help_text="With its country code.")
    detail = serializers.CharField(max_length=1000, allow_blank=True, default="", help_text="In the person's words.")
    language = serializers.CharField(max_length=12, default="en")
    received_at = serializers.DateTimeField(
        required=False, help_text="When the person asked, where that was earlier: the month begins then."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = [name for name in NAMES if attrs.get(name)]
        if len(named) != 1:
            raise serializers.ValidationError({"client_uid": ["Name the person by exactly one of the three."]})
        return {**attrs, "named_by": NAMED_BY[named[0]], "name": _normalised(named[0], attrs[named[0]])}


class HandedInAnswer(serializers.Serializer[Any]):
    id = serializers.CharField(source="public_id")
    kind = serializers.CharField()
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="By then the law wants an answer.")
    state = serializers.ChoiceField(STATES)


class RightList(APIView):
    read_scope, write_scope = "requests:read", "requests:write"
    pagination_class = KeyPagination

    @extend_schema(responses={200: HandedInAnswer(many=True)}, operation_id="requests_list")
    def get(self, request: Request) -> Response:
        """What was handed in for this house, oldest first, page by page; whom it names is not repeated."""
        pages = self.pagination_class()
        page: list[HandedIn] = pages.paginate_queryset(_handed_in(brand_of(request)), request, view=self) or []
        note_reading(request, None, fields=["requests"], why="requests")
        return pages.get_paginated_response([_shown(each) for each in page])

    @extend_schema(
        request=RightSerializer, responses={201: HandedInAnswer, 200: HandedInAnswer}, operation_id="requests_hand_in"
    )
    def post(self, request: Request) -> Response:
        """201, or 200 where the same came before. Who is meant is looked up afterwards, so that the answer is the same
        for somebody whom nobody knows.

        A code goes to an address that the house knew before, and is typed on the client's own page, which the message
        links to; an objection needs none and holds within seconds.
        """
        brand = brand_of(request)
        body = RightSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        row, is_new = _handed(brand, key_of(request).prefix, body.validated_data)
        return Response(_shown(row), status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


class RightDetail(APIView):
    read_scope = "requests:read"

    @extend_schema(responses=HandedInAnswer, operation_id="requests_read")
    def get(self, request: Request, public_id: str) -> Response:
        """How far it is: waiting means for whoever asks to prove who they are."""
        row = _handed_in(brand_of(request)).filter(public_id=public_id.upper()).first()
        if row is None:
            raise Problem("request_unknown", "No request of this house has this id.", status=404)
        note_reading(request, None, fields=["requests"], why="requests")
        return Response(_shown(row))


def _handed_in(brand: Brand) -> QuerySet[HandedIn]:
    return HandedIn.objects.filter(brand=brand).select_related("request")


def _handed(brand: Brand, prefix: str, said: dict[str, Any]) -> tuple[HandedIn, bool]:
    names = ("kind", "named_by", "name", "detail", "language")
    asked = Asked(**{name: said[name] for name in names}, received_at=said.get("received_at"))
    try:
        return hand_in(asked, brand=brand, api_key=prefix, key=said["idempotency_key"], at=timezone.now())
    except RightsError as error:
        code_status, sentence = REFUSALS[error.code]
        raise Problem(error.code, sentence, status=code_status) from error


def _normalised(field: str, typed: str) -> str:
    if field == "client_uid":
        return typed.strip().upper()
    try:
        return normalise_identifier(field, typed)
    except IdentityError as error:
        raise serializers.ValidationError(
            {field: ["This is none that a person can be reached by."]}, error.code
        ) from error


def _shown(row: HandedIn) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in ("public_id", "kind", "received_at", "due_at")}
    shown: dict[str, Any] = HandedInAnswer({**facts, "state": told_state(row)}).data
    return shown
