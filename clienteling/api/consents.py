"""What the client decided: the cookie choice, and what the house may write about."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of, client_of
from consent.actions.decide_on_channel import channel_meant, decide_on_channel
from consent.actions.prefer import change_preference
from consent.actions.privacy_control import PRIVACY_CONTROL_PURPOSES, heed_privacy_control
from consent.errors import ConsentError
from consent.models import Decision, Notice, Purpose
from consent.queries.notices import notice_for
from consent.queries.proof import proven_contacts
from crm.api.problems import Problem
from crm.models import Brand, Client

# What a client may say for themselves; an import, a member of staff or a link say it elsewhere.
STATUSES = ("given", "refused", "withdrawn")
METHODS = ("web_form", "app", "gpc", "api")
REFUSALS = {
    "purpose_unknown": "The house has no such purpose.",
    "contact_missing": "The client has given no address for this channel.",
    "signal_refuses_only": "Global Privacy Control refuses measurement and sharing, and decides nothing else.",
    "withdrawal_stands": "The client withdrew, and only the client may allow it again.",
}


class ConsentSerializer(serializers.Serializer[Any]):
    client_uid = serializers.CharField(max_length=16)
    purpose = serializers.SlugField(max_length=60)
    channel = serializers.SlugField(
        max_length=20, allow_blank=True, default="", help_text="Left out of account for a purpose about the person."
    )
    status = serializers.ChoiceField(STATUSES)
    method = serializers.ChoiceField(METHODS, default="api")
    origin = serializers.CharField(max_length=200, allow_blank=True, default="")
    language = serializers.CharField(max_length=12, default="en", help_text="Of the notice that was shown.")


class ConsentAnswer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    purpose = serializers.CharField()
    channel = serializers.CharField(allow_blank=True)
    status = serializers.CharField()
    captured_at = serializers.DateTimeField()


class ConsentList(APIView):
    write_scope = "consents:write"

    @extend_schema(request=ConsentSerializer, responses={201: ConsentAnswer}, operation_id="consents_record")
    def post(self, request: Request) -> Response:
        """Adds one decision to the ledger, with the notice as it stands now; it holds at the next send.

        ``gpc`` is the browser's signal: a refusal of measurement or sharing, kept when it is first seen. A click
        afterwards holds against it; the answer is what holds.

        A no counts for every address of the channel, a yes for the one that would be written to.

        A yes to what was withdrawn or unsubscribed, or asks for double opt-in, is ``pending``, unless it was given in
        the app (``method``) by a client who showed that the address is theirs.
        """
        brand = brand_of(request)
        body = ConsentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        choice = dict(body.validated_data)
        choice["channel"] = channel_meant(choice["purpose"], choice["channel"])
        decision = _decided(brand, client_of(brand, choice.pop("client_uid")), choice)
        answer = {name: getattr(decision, name) for name in ("id", "channel", "status", "captured_at")}
        return Response({**answer, "purpose": body.validated_data["purpose"]}, status=status.HTTP_201_CREATED)


def _decided(brand: Brand, client: Client, choice: dict[str, Any]) -> Decision:
    if choice["method"] == "gpc":
        return _heeded(brand, client, choice)
    try:
        return _taken_back(brand, client, choice) if _is_in_the_app(choice) else _kept(brand, client, choice)
    except ConsentError as error:
        raise Problem(error.code, REFUSALS[error.code], status=409) from error


def _is_in_the_app(choice: dict[str, Any]) -> bool:
    return bool(choice["method"] == "app" and choice["status"] == "withdrawn")


def _taken_back(brand: Brand, client: Client, choice: dict[str, Any]) -> Decision:
    """By whoever has logged in: what the client's own page does. Raises ConsentError."""
    told = {name: choice[name] for name in ("purpose", "channel", "method", "language", "origin")}
    kept = change_preference(client, brand=brand, is_wanted=False, at=timezone.now(), **told)
    if not kept:
        raise ConsentError("contact_missing")
    return kept[0]


def _kept(brand: Brand, client: Client, choice: dict[str, Any]) -> Decision:
    notice = notice_for(choice["purpose"], choice["language"])
    facts: dict[str, Any] = {"notice": notice, "at": timezone.now(), "is_proven": _is_proven(client, choice)}
    return decide_on_channel(client, brand=brand, **facts, **choice)


def _is_proven(client: Client, choice: dict[str, Any]) -> bool:
    """A form of the website takes any address that somebody types. The app's client has logged in, and the account may
    have been opened with any address: it counts once they showed that they read what is sent there."""
    if not choice["channel"]:
        return True
    return choice["method"] == "app" and client.contact_point(choice["channel"]) in proven_contacts(
        client, choice["channel"]
    )


def _heeded(brand: Brand, client: Client, choice: dict[str, Any]) -> Decision:
    """The signal is a refusal, of what it is about and nothing else; it is kept once."""
    if choice["purpose"] not in PRIVACY_CONTROL_PURPOSES or choice["status"] != "refused" or choice["channel"]:
        raise Problem("signal_refuses_only", REFUSALS["signal_refuses_only"], status=409)
    held = heed_privacy_control(client, brand=brand, origin=choice["origin"], at=timezone.now())
    return held[choice["purpose"]]


class NoticeAsking(serializers.Serializer[Any]):
    language = serializers.CharField(max_length=12, default="en")


class NoticeSerializer(serializers.Serializer[Any]):
    purpose = serializers.CharField()
    version = serializers.IntegerField()
    language = serializers.CharField()
    text = serializers.CharField()
    sha256 = serializers.CharField()


class NoticeList(APIView):
    read_scope = "consents:read"

    @extend_schema(parameters=[NoticeAsking], responses=NoticeSerializer(many=True), operation_id="consents_notices")
    def get(self, request: Request) -> Response:
        """The words to show where consent is asked, one for each purpose; what is shown is what is recorded."""
        asking = NoticeAsking(data=request.query_params)
        asking.is_valid(raise_exception=True)
        codes = Purpose.objects.order_by("id").values_list("code", flat=True)
        notices = [(code, notice_for(code, asking.validated_data["language"])) for code in codes]
        return Response([_words(code, notice) for code, notice in notices if notice])


def _words(code: str, notice: Notice) -> dict[str, Any]:
    return {"purpose": code, **{name: getattr(notice, name) for name in ("version", "language", "text", "sha256")}}
