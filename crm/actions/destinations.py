"""Make a destination, change its secret, and say which segments it is told of."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from clienteling.lib.sealing import seal
from consent.models import Purpose
from crm.destinations.addresses import checked_url
from crm.destinations.errors import DestinationError
from crm.destinations.message import RESET
from crm.destinations.signing import new_secret, shown_secret
from crm.models import Audience, AudienceChange, AudienceMember, Brand, Delivery, Destination, Segment, User

SEALED_FOR = "webhook-secret"
# How long the former secret signs beside the new one.
FORMER_DAYS = 7


@dataclass(frozen=True)
class Wanted:
    """What a person typed for a destination."""

    name: str
    url: str
    purpose: str
    channel: str
    region: str
    tells: str = "uid"


def make_destination(brand: Brand, wanted: Wanted, *, actor: User | None) -> tuple[Destination, str]:
    """The destination and its secret, which is shown this once. Raises DestinationError."""
    checked_url(wanted.url)
    purpose, secret = _checked_purpose(wanted), new_secret()
    if not wanted.name:
        raise DestinationError("name_missing", "A destination needs a name.")
    if wanted.region not in Destination.Region.values or wanted.tells not in Destination.Tells.values:
        raise DestinationError("unknown_choice", "Choose where the system keeps its data, and what it is told.")
    try:
        with transaction.atomic():
            made = Destination.objects.create(
                brand=brand, name=wanted.name, url=wanted.url.strip(), purpose=purpose, channel=wanted.channel,
                region=wanted.region, tells=wanted.tells, secret=seal(SEALED_FOR, secret), created_by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise DestinationError("name_taken", f"{brand.name} has a destination of this name already.") from error
    return made, shown_secret(secret)


def rotate_secret(destination: Destination, *, at: datetime) -> str:
    """A new secret, shown this once; for a week messages carry a signature by each."""
    secret = new_secret()
    with transaction.atomic():
        locked = Destination.objects.select_for_update().get(pk=destination.pk)
        Destination.objects.filter(pk=locked.pk).update(
            secret=seal(SEALED_FOR, secret),
            former_secret=locked.secret,
            former_until=at + timedelta(days=FORMER_DAYS),
        )
    return shown_secret(secret)


def set_active(destination: Destination, *, is_active: bool) -> None:
    """Off: nothing is sent, what happens meanwhile is told afterwards."""
    Destination.objects.filter(pk=destination.pk).update(is_active=is_active)


def start_audience(destination: Destination, segment: Segment, *, actor: User | None) -> Audience:
    """From now on the destination is told of this segment, of everybody first. Raises DestinationError."""
    if segment.brand_id != destination.brand_id:
        raise DestinationError("other_brand", "A destination is told of its own brand's segments.")
    try:
        with transaction.atomic():
            return Audience.objects.create(destination=destination, segment=segment, started_by=actor)
    except IntegrityError as error:
        raise DestinationError("already_sent_there", "The destination is told of this segment already.") from error


@transaction.atomic
def stop_audience(audience: Audience, *, at: datetime) -> bool:
    """Nothing more is told. What the receiver holds is void: a last message says so. False: it was stopped before."""
    if not Audience.objects.filter(pk=audience.pk, stopped_at=None).update(stopped_at=at):
        return False
    AudienceChange.objects.filter(audience=audience.pk).delete()
    AudienceMember.objects.filter(audience=audience.pk).delete()
    add_delivery(audience, type=RESET, at=at)
    return True


@transaction.atomic
def tell_everything_again(audience: Audience, *, at: datetime) -> bool:
    """The receiver forgets, and is told everybody anew. False: the audience was stopped."""
    locked = Audience.objects.select_for_update(no_key=True).filter(pk=audience.pk, stopped_at=None).first()
    if locked is None:
        return False
    AudienceChange.objects.filter(audience=locked).delete()
    AudienceMember.objects.filter(audience=locked).delete()
    add_delivery(locked, type=RESET, at=at)
    Audience.objects.filter(pk=locked.pk).update(swept_to=None)
    return True


def add_delivery(audience: Audience, *, type: str, at: datetime, entered: list[str] | None = None,
                 left: list[str] | None = None) -> Delivery:  # fmt: skip
    """The next message of an audience, in the caller's transaction; the audience's row gives it its number."""
    locked = Audience.objects.select_for_update(no_key=True).get(pk=audience.pk)
    Audience.objects.filter(pk=locked.pk).update(next_number=locked.next_number + 1)
    entered, left = entered or [], left or []
    return Delivery.objects.create(
        audience=locked, number=locked.next_number, type=type, due_at=at, entered=entered, left=left,
        entered_count=len(entered), left_count=len(left),
    )  # fmt: skip


def _checked_purpose(wanted: Wanted) -> Purpose:
    purpose = Purpose.objects.filter(code=wanted.purpose).first()
    if purpose is None:
        raise DestinationError("unknown_purpose", "Choose the purpose for which clients agreed.")
    if bool(purpose.channels) != bool(wanted.channel) or (wanted.channel and wanted.channel not in purpose.channels):
        known = f"is one of {', '.join(purpose.channels)}" if purpose.channels else "stays empty for this purpose"
        raise DestinationError("unknown_channel", f"The channel {known}.")
    return purpose
