"""Of whom a key may read: the brand's clients; a protected one for a stated reason only, which is kept."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from clienteling.api.access import key_of, note_reading
from clienteling.api.place import client_of
from consent.actions.protect import SHORTEST_REASON
from consent.actions.transfers import note_transfer
from consent.protection import is_closed_to
from consent.queries.transfers import Place, may_transfer
from consent.residency.regions import Region, home_region
from crm.api.problems import Problem
from crm.models import ApiKey, Brand, Client
from crm.models.client import ClientQuerySet
from crm.models.house import OWN_DEVICE
from crm.protection import is_closed_to_machines
from crm.residency import who_may_go

REASON = "Access-Reason"
REASON_PARAMETER = OpenApiParameter(
    REASON, str, OpenApiParameter.HEADER, description="Why a protected client is read; kept in the access log."
)


def read_client(request: Request, brand: Brand, uid: str, *, fields: Sequence[str], why: str) -> Client:
    """The client of this unique id, and an entry in the access log that this key read.

    A protected client is read only with a reason in the header ``Access-Reason`` (at least fifteen letters; it is
    kept): else Problem ``reason_required``. A key whose system lies where the client's data may not go reads nobody of
    that region: Problem ``region_forbidden``, written down. Problem ``client_unknown`` as in client_of.
    """
    client, reason = client_of(brand, uid), stated_reason(request)
    _refuse_abroad(key_of(request), client, brand, why)
    is_closed = is_closed_to_machines(client)
    if is_closed and not reason:
        raise Problem(
            "reason_required",
            f"This client is protected: say why in the header {REASON}, in at least {SHORTEST_REASON} letters.",
            status=403,
        )
    note_reading(request, client, fields=fields, why=f"{why}, protected: {reason}" if is_closed else why)
    return client


def _refuse_abroad(key: ApiKey, client: Client, brand: Brand, why: str) -> None:
    if key.region == OWN_DEVICE:
        return
    now = timezone.now()
    verdict = may_transfer(client, to=place_of_key(key), purpose=why, brand_id=brand.pk, at=now)
    # One row a day for a key and a client: a shop reads the same client at every page.
    note_transfer(client, verdict, purpose=why, at=now, key=f"{key.prefix}:{client.pk}:{verdict.reason}:{now.date()}")
    if not verdict.is_allowed:
        raise Problem("region_forbidden", "The data of this client may not go to the region of this key.", status=403)


def place_of_key(key: ApiKey) -> Place:
    return Place(f"key {key.prefix}", Region(key.region) if key.region else home_region())


def clients_to_read(request: Request, brand: Brand) -> ClientQuerySet:
    """The brand's live clients whose data may go to the key's region; protected ones for a stated reason only."""
    known, key = Client.objects.live().filter(relationships__brand=brand), key_of(request)
    if key.region != OWN_DEVICE:
        allowed = who_may_go(known, to=place_of_key(key).region, brand_id=brand.pk, at=timezone.now())
        known = known.filter(pk__in=allowed.values("pk"))
    return known if stated_reason(request) else known.filter(~Q(is_closed_to(None, at=timezone.now())))


def stated_reason(request: Request) -> str:
    """What the header says, if it says enough; else nothing."""
    said = " ".join(request.headers.get(REASON, "").split())
    return said if len(said) >= SHORTEST_REASON else ""
