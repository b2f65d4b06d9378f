"""Repairs, told by the workshop or the till, and asked for by whoever serves the client."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.actions.repairs import RepairError, RepairFacts, open_repair, step_repair
from clienteling.api.access import note_reading
from clienteling.api.place import boutique_of, brand_of, client_of
from clienteling.api.reading import REASON_PARAMETER, clients_to_read, read_client
from clienteling.models import Repair, RepairStep
from crm.api.paging import KeyPagination
from crm.api.problems import Problem
from crm.models import Brand, Client

REFUSALS = {
    "repair_conflict": ("This number is a repair of another client; nothing was changed.", 409),
    "step_too_early": ("This step comes before the repair was opened; nothing was changed.", 400),
}


class StepAnswer(serializers.Serializer[Any]):
    status = serializers.CharField()
    at = serializers.DateTimeField()
    note = serializers.CharField()


class RepairAnswer(serializers.Serializer[Any]):
    number = serializers.CharField()
    client_uid = serializers.CharField(source="client.uid")
    boutique = serializers.CharField(source="boutique.code", default="")
    sku = serializers.CharField()
    description = serializers.CharField()
    status = serializers.CharField()
    opened_at = serializers.DateTimeField()
    promised_on = serializers.DateField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    steps = StepAnswer(many=True)


class RepairAsking(serializers.Serializer[Any]):
    client = serializers.CharField(max_length=16, required=False, help_text="Unique id.")
    is_open = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="Not handed over yet.")


class RepairSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=60, help_text="Of the house; sent again, nothing happens twice.")
    client_uid = serializers.CharField(max_length=16)
    boutique = serializers.CharField(max_length=40, required=False, help_text="Code; where it was taken in.")
    sku = serializers.CharField(max_length=60, default="", allow_blank=True)
    description = serializers.CharField(max_length=500, default="", allow_blank=True)
    opened_at = serializers.DateTimeField(required=False, help_text="Else now.")
    promised_on = serializers.DateField(required=False, allow_null=True, default=None)
    source = serializers.CharField(max_length=60, default="api")  # type: ignore[assignment]

    def validate_opened_at(self, value: Any) -> Any:
        return _not_ahead(value)


class StepSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(Repair.Status.choices)
    at = serializers.DateTimeField(required=False, help_text="Else now.")
    note = serializers.CharField(max_length=200, default="", allow_blank=True)

    def validate_at(self, value: Any) -> Any:
        return _not_ahead(value)


def _not_ahead(value: Any) -> Any:
    if value > timezone.now():
        raise serializers.ValidationError("This has not happened yet.", "timestamp_in_future")
    return value


class RepairList(APIView):
    read_scope, write_scope = "repairs:read", "repairs:write"
    pagination_class = KeyPagination

    @extend_schema(
        parameters=[RepairAsking, REASON_PARAMETER],
        responses={200: RepairAnswer(many=True)},
        operation_id="repairs_list",
    )
    def get(self, request: Request) -> Response:
        """The house's repairs, oldest first, page by page; of one client, and open ones only, when asked. Those of
        protected clients are among them for a stated reason alone; those whose data stay in their region never."""
        brand = brand_of(request)
        asking = RepairAsking(data=request.query_params)
        asking.is_valid(raise_exception=True)
        wanted = asking.validated_data
        client = _read(request, brand, wanted.get("client", ""))
        whose = {"client": client} if client else {"client__in": clients_to_read(request, brand).values("pk")}
        rows = _repairs_of(brand).filter(**whose)
        if wanted["is_open"] is not None:
            rows = rows.filter(closed_at__isnull=wanted["is_open"])
        pages = self.pagination_class()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(RepairAnswer(page, many=True).data)

    @extend_schema(
        request=RepairSerializer, responses={201: RepairAnswer, 200: RepairAnswer}, operation_id="repairs_open"
    )
    def post(self, request: Request) -> Response:
        """201 the first time; 200 and nothing changed when the number is known already. 409 ``repair_conflict``."""
        brand = brand_of(request)
        body = RepairSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        told = body.validated_data
        client = client_of(brand, told.pop("client_uid"))
        code = told.pop("boutique", "")
        facts = RepairFacts(**{"opened_at": timezone.now(), **told})
        try:
            repair, is_new = open_repair(
                client, facts, brand=brand, boutique=boutique_of(brand, code) if code else None
            )
        except RepairError as error:
            raise _problem(error) from error
        return _answer(brand, repair.number, is_new)


def _read(request: Request, brand: Brand, uid: str) -> Client | None:
    """Whose repairs are asked for, None for everybody's; either way it is written down."""
    if uid:
        return read_client(request, brand, uid, fields=["repairs"], why="repairs")
    note_reading(request, None, fields=["repairs"], why="repairs")
    return None


class RepairSteps(APIView):
    write_scope = "repairs:write"

    @extend_schema(
        request=StepSerializer, responses={201: RepairAnswer, 200: RepairAnswer}, operation_id="repairs_step"
    )
    def post(self, request: Request, number: str) -> Response:
        """201 when the step is new, 200 when it was known. The repair stands at its latest step by date."""
        brand = brand_of(request)
        repair = _repairs_of(brand).filter(number=number).first()
        if repair is None:
            raise Problem("repair_unknown", "No repair of this brand has this number.", status=404)
        body = StepSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            _, is_new = step_repair(repair, **{"at": timezone.now(), **body.validated_data})
        except RepairError as error:
            raise _problem(error) from error
        return _answer(brand, number, is_new)


def _repairs_of(brand: Brand) -> QuerySet[Repair]:
    steps = Prefetch("steps", RepairStep.objects.order_by("at", "status"))
    return Repair.objects.filter(brand=brand).select_related("client", "boutique").prefetch_related(steps)


def _answer(brand: Brand, number: str, is_new: bool) -> Response:
    repair = _repairs_of(brand).get(number=number)
    answered = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
    return Response(RepairAnswer(repair).data, status=answered)


def _problem(error: RepairError) -> Problem:
    words, answered = REFUSALS[error.code]
    return Problem(error.code, words, status=answered)
