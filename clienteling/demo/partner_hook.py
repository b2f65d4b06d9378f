"""Where the demonstration's partners listen: each checks the signature as theirs would, and keeps nothing.

They stand for systems of others, so that what is told of audiences and of erasures is answered. Outside of a
demonstration there is no such address.
"""

import hmac

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from clienteling.mailsink.views import demonstration_only
from crm.actions.deliveries import secrets_of
from crm.destinations.signing import signature
from crm.models import Destination

# Standard Webhooks: an older message is somebody's who recorded it.
TOLERANCE_SECONDS = 300


@csrf_exempt
@require_POST
@demonstration_only
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """204 for a message that the house signed lately; 401 for any other."""
    partner = get_object_or_404(Destination, pk=pk)
    return HttpResponse(status=204 if _is_signed(request, partner) else 401)


def _is_signed(request: HttpRequest, partner: Destination) -> bool:
    at = _said_at(request)
    if at is None or abs(timezone.now().timestamp() - at) > TOLERANCE_SECONDS:
        return False
    message, given = request.headers.get("webhook-id", ""), request.headers.get("webhook-signature", "").split(" ")
    expected = [signature(secret, message, at, request.body) for secret in secrets_of(partner, timezone.now())]
    return any(hmac.compare_digest(one.encode(), other.encode()) for one in expected for other in given)


def _said_at(request: HttpRequest) -> int | None:
    """Seconds since 1970; None where none is written."""
    said = request.headers.get("webhook-timestamp", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 12 else None
