"""An address of the interface that there is not: answered like every other refusal, as problem details."""

from typing import Never

from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from crm.models import ApiKey


class HasAnyKey(BasePermission):
    """Whoever has no key is told no more of what there is than of what there is not."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ApiKey):
            raise exceptions.NotAuthenticated(code="api_key_missing")
        return True


class Nothing(APIView):
    """404 ``not_found`` to every method; 401 without a key."""

    permission_classes = [HasAnyKey]
    schema = None

    def get(self, request: Request) -> Never:
        raise exceptions.NotFound("There is no such address; /api/v1/schema/ lists those that there are.")

    post = put = patch = delete = get
