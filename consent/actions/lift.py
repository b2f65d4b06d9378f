"""Undo an unsubscription, when the client asks to hear from the house again."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from consent.contact_hash import contact_hash
from consent.models import Suppression

if TYPE_CHECKING:
    from crm.models import Brand


def lift_unsubscribe(channel: str, contact: str, *, brand: "Brand", at: datetime) -> int:
    """The client allows again what they had unsubscribed from. Bounces, complaints and objections stay."""
    return Suppression.objects.filter(
        Q(brand=brand) | Q(brand=None),
        channel=channel,
        contact_hash=contact_hash(channel, contact),
        reason=Suppression.Reason.UNSUBSCRIBED,
        lifted_at=None,
    ).update(lifted_at=at)
