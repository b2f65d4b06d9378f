"""Undo an unsubscription or an objection, when the client asks to hear from the house again; or what an erasure left,
when somebody comes anew."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q

from consent.models import Suppression
from consent.rehashing.settle import settle_contact

if TYPE_CHECKING:
    from crm.models import Brand

# What the client's own yes undoes, and nothing else does: no member of staff, no file.
LIFTED_BY_A_YES = (Suppression.Reason.UNSUBSCRIBED, Suppression.Reason.OBJECTED, Suppression.Reason.ERASED)


def lift_unsubscribe(channel: str, contact: str, *, brand: "Brand", at: datetime) -> int:
    """The client allows again what they had unsubscribed from, or objected to. Bounces and complaints stay.

    A yes to one house is none to another: what stopped the whole group goes on to stop the others. In a transaction.
    """
    here = Suppression.objects.filter(
        channel=channel, contact_hash=settle_contact(channel, contact), reason__in=LIFTED_BY_A_YES, lifted_at=None
    )
    for of_all in here.filter(brand=None).select_for_update().order_by("pk"):
        _stop_the_others(of_all, brand)
    return here.filter(Q(brand=brand) | Q(brand=None)).update(lifted_at=at)


def _stop_the_others(of_all: Suppression, brand: "Brand") -> None:
    facts = {name: getattr(of_all, name) for name in ("channel", "contact_hash", "reason", "marketing_only")}
    others = apps.get_model("crm", "Brand").objects.exclude(pk=brand.pk).order_by("pk")
    Suppression.objects.bulk_create([Suppression(**facts, brand=each) for each in others], ignore_conflicts=True)
