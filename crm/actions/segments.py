"""Put clients into segments and take them out, with the log of both."""

from datetime import datetime
from functools import partial

from django.db import transaction

from crm.models import Client, Segment, SegmentChange, SegmentMember
from crm.signals import segment_entered


@transaction.atomic
def enter_segment(segment: Segment, client: Client, *, reason: str, at: datetime) -> bool:
    """True when the client was not in it before; the change is logged and signalled then, and only then."""
    _lock(client)
    _, is_new = SegmentMember.objects.get_or_create(segment=segment, client=client, defaults={"since": at})
    if is_new:
        _log(segment, client, SegmentChange.Change.ENTERED, reason, at)
        transaction.on_commit(partial(segment_entered.send, sender=Segment, segment_id=segment.pk, client_id=client.pk))
    return is_new


@transaction.atomic
def leave_segment(segment: Segment, client: Client, *, reason: str, at: datetime) -> bool:
    """True when the client was in it."""
    _lock(client)
    removed, _ = SegmentMember.objects.filter(segment=segment, client=client).delete()
    if removed:
        _log(segment, client, SegmentChange.Change.LEFT, reason, at)
    return removed > 0


def _lock(client: Client) -> None:
    """One change of membership at a time, so that the log tells the order in which they happened."""
    Client.objects.select_for_update(no_key=True).only("pk").get(pk=client.pk)


def _log(segment: Segment, client: Client, change: str, reason: str, at: datetime) -> None:
    SegmentChange.objects.create(segment=segment, client=client, change=change, reason=reason, at=at)
