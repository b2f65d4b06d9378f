"""Segments, read by the systems that write to clients or show them something; those by hand also written."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.access import key_of
from clienteling.api.place import brand_of, client_of
from clienteling.api.reading import REASON_PARAMETER, clients_to_read, read_client
from consent.actions.access import record_access, record_access_to_many
from crm.actions.segments import enter_segment, leave_segment
from crm.api.paging import KeyPagination
from crm.api.problems import Problem
from crm.models import Brand, Segment, SegmentMember
from crm.models.client import ClientQuerySet
from crm.queries.segment_sizes import sizes_of


class SegmentAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(Segment.Kind.choices)
    version = serializers.IntegerField(allow_null=True, help_text="The definition in use; none by hand.")
    size = serializers.IntegerField(help_text="Live clients.")


class MemberAnswer(serializers.Serializer[Any]):
    client_uid = serializers.CharField(source="client.uid")
    since = serializers.DateTimeField()


class MembershipAnswer(serializers.Serializer[Any]):
    code = serializers.CharField(source="segment.code")
    since = serializers.DateTimeField()


class MemberSerializer(serializers.Serializer[Any]):
    client_uid = serializers.CharField(max_length=16)
    is_member = serializers.BooleanField(default=True, help_text="False takes the client out.")


class ChangeAnswer(serializers.Serializer[Any]):
    is_news = serializers.BooleanField(help_text="False: it was so already.")


class MemberPagination(KeyPagination):
    page_size = 100
    max_page_size = 1000


class SegmentList(APIView):
    read_scope = "segments:read"
    pagination_class = KeyPagination

    @extend_schema(responses=SegmentAnswer(many=True), operation_id="segments_list")
    def get(self, request: Request) -> Response:
        """The house's segments with their sizes, page by page."""
        pages = self.pagination_class()
        rows = Segment.objects.filter(brand=brand_of(request)).select_related("version")
        page = pages.paginate_queryset(rows, request, view=self) or []
        return pages.get_paginated_response(SegmentAnswer(_with_sizes(page), many=True).data)


class MemberList(APIView):
    read_scope, write_scope = "segments:read", "segments:write"
    pagination_class = MemberPagination

    @extend_schema(parameters=[REASON_PARAMETER], responses=MemberAnswer(many=True), operation_id="segments_members")
    def get(self, request: Request, code: str) -> Response:
        """Who is in a segment, those first who have been in it longest; ``limit`` up to 1,000, then follow ``next``.
        Protected clients are among them for a stated reason alone; those whose data stay in their region never."""
        brand = brand_of(request)
        pages = self.pagination_class()
        members = _members(clients_to_read(request, brand), _segment(brand, code))
        page = pages.paginate_queryset(members, request, view=self) or []
        ids = [each.client_id for each in page]
        why = f"segment {code}"
        record_access_to_many(ids, api_key=key_of(request).prefix, action="api_read", fields=["segments"], why=why)
        return pages.get_paginated_response(MemberAnswer(page, many=True).data)

    @extend_schema(request=MemberSerializer, responses=ChangeAnswer, operation_id="segments_change")
    def post(self, request: Request, code: str) -> Response:
        """Put a client into a segment by hand, or take them out. 409 ``segment_by_rule`` for any other segment."""
        brand = brand_of(request)
        segment = _segment(brand, code)
        body = MemberSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        client = client_of(brand, body.validated_data["client_uid"])
        if segment.kind != Segment.Kind.STATIC:
            raise Problem("segment_by_rule", "Its definition says who is in it.", status=status.HTTP_409_CONFLICT)
        change = enter_segment if body.validated_data["is_member"] else leave_segment
        prefix, why = key_of(request).prefix, f"segment {code}"[:60]
        with transaction.atomic():
            is_news = change(segment, client, reason=f"by key {prefix}", at=timezone.now())
            record_access(api_key=prefix, client=client, action="changed", fields=["segments"], why=why)
        return Response({"is_news": is_news})


class ClientSegments(APIView):
    read_scope = "segments:read"
    pagination_class = KeyPagination

    @extend_schema(parameters=[REASON_PARAMETER], responses=MembershipAnswer(many=True), operation_id="client_segments")
    def get(self, request: Request, uid: str) -> Response:
        """The house's segments that a client is in, page by page."""
        brand = brand_of(request)
        client = read_client(request, brand, uid, fields=["segments"], why="segments")
        rows = SegmentMember.objects.filter(client=client, segment__brand=brand).select_related("segment")
        pages = self.pagination_class()
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(MembershipAnswer(page, many=True).data)


def _segment(brand: Brand, code: str) -> Segment:
    segment = Segment.objects.filter(brand=brand, code=code).first()
    if segment is None:
        raise Problem("segment_unknown", "This brand has no segment of this code.", status=404)
    return segment


def _members(clients: ClientQuerySet, segment: Segment) -> QuerySet[SegmentMember]:
    rows = SegmentMember.objects.filter(segment=segment, client__in=clients.values("pk"))
    return rows.select_related("client")


def _with_sizes(page: list[Segment]) -> list[dict[str, Any]]:
    sizes = sizes_of(page)
    return [
        {
            "code": each.code,
            "name": each.name,
            "kind": each.kind,
            "version": each.version and each.version.number,
            "size": sizes[each.pk],
        }
        for each in page
    ]
