"""Codes that the client shows in the boutique."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.actions.check_in import issue_code
from clienteling.api.place import brand_of, client_of


class CodeSerializer(serializers.Serializer[Any]):
    client_uid = serializers.CharField(max_length=16)


class CodeAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    expires_at = serializers.DateTimeField()


class CodeList(APIView):
    write_scope = "check-ins:write"

    @extend_schema(request=CodeSerializer, responses={201: CodeAnswer}, operation_id="check_ins_issue_code")
    def post(self, request: Request) -> Response:
        """A code for one check-in: random, says nothing of the person, dead after ``expires_at``."""
        body = CodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        client, at = client_of(brand_of(request), body.validated_data["client_uid"]), timezone.now()
        answer = {
            "code": issue_code(client, at=at),
            "expires_at": at + timedelta(seconds=settings.CHECK_IN_CODE_SECONDS),
        }
        return Response(answer, status=status.HTTP_201_CREATED)
