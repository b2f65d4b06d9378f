"""Of whom a key may read: the brand's clients; a protected one for a stated reason only, which is kept."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from clienteling.api.access import note_reading
from clienteling.api.place import client_of
from consent.actions.protect import SHORTEST_REASON
from consent.protection import is_closed_to
from crm.api.problems import Problem
from crm.models import Brand, Client
from crm.models.client import ClientQuerySet
from crm.protection import is_closed_to_machines

REASON = "Access-Reason"
REASON_PARAMETER = OpenApiParameter(
    REASON, str, OpenApiParameter.HEADER, description="Why a protected client is read; kept in the access log."
)


def read_client(request: Request, brand: Brand, uid: str, *, fields: Sequence[str], why: str) -> Client:
    """The client of this unique id, and an entry in the access log that this key read.

    A protected client is read only with a reason in the header ``Access-Reason`` (at least fifteen letters; it is
    kept): else Problem ``reason_required``. Problem ``client_unknown`` as in client_of.
    """
    client, reason = client_of(brand, uid), stated_reason(request)
    is_closed = is_closed_to_machines(client)
    if is_closed and not reason:
        raise Problem(
            "reason_required",
            f"This client is protected: say why in the header {REASON}, in at least {SHORTEST_REASON} letters.",
            status=403,
        )
    note_reading(request, client, fields=fields, why=f"{why}, protected: {reason}" if is_closed else why)
    return client


def clients_to_read(request: Request, brand: Brand) -> ClientQuerySet:
    """The brand's live clients; protected ones among them only for a stated reason."""
    known = Client.objects.live().filter(relationships__brand=brand)
    return known if stated_reason(request) else known.filter(~Q(is_closed_to(None, at=timezone.now())))


def stated_reason(request: Request) -> str:
    """What the header says, if it says enough; else nothing."""
    said = " ".join(request.headers.get(REASON, "").split())
    return said if len(said) >= SHORTEST_REASON else ""
