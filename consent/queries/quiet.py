"""What a client asked for beside yes and no: how long to be quiet, and how often to write."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from consent.models import ContactPreference
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand


@dataclass(frozen=True)
class Quiet:
    """``paused_until``: None, or a moment after ``at``. ``at_most``: messages in thirty days, None without a wish."""

    paused_until: datetime | None
    at_most: int | None


def preferred_channel_of(client: Subject, *, brand: "Brand | int") -> str:
    """Where the client would rather be reached by this house; empty without a wish. One statement."""
    kept = ContactPreference.objects.filter(client_id=client.pk, brand=brand).values_list(
        "preferred_channel", flat=True
    )
    return kept.first() or ""


def quiet_of(client: Subject, *, brand: "Brand", at: datetime) -> Quiet:
    """One statement."""
    kept = ContactPreference.objects.filter(client_id=client.pk, brand=brand).first()
    if kept is None:
        return Quiet(None, None)
    is_paused = kept.paused_until is not None and kept.paused_until > at
    return Quiet(kept.paused_until if is_paused else None, kept.at_most)
