"""What the house is about to forget, whom it may not forget, and files that left."""

from datetime import datetime, timedelta

from clienteling.demo.privacy.roles import Roles
from consent.actions.access import record_access_to_many
from consent.actions.exports import claim_export
from consent.actions.hold import place_hold
from consent.retention.announce import announce_next
from crm.models import SegmentMember

# Far more than the announcement takes; it is over once everybody was asked.
ASKING_SECONDS = 60.0
CLAIM = "Claim about a repair, before the court since March; counsel asked to keep everything."


def announce_and_keep(roles: Roles, now: datetime) -> None:
    """The batch of next month's first, with its number; a hold; the file that Hana took to plan an evening."""
    place_hold(roles.take(), reason=CLAIM, actor=roles.staff["petra"], at=now - timedelta(days=40))
    announce_next(at=now, seconds=ASKING_SECONDS)
    _take_a_file(roles, now - timedelta(days=2))


def _take_a_file(roles: Roles, at: datetime) -> None:
    hana = roles.staff["hana"]
    members = SegmentMember.objects.filter(segment__brand=roles.brand, segment__code="new").order_by("client")
    ids = list(members.values_list("client", flat=True))
    claim_export(hana, rows=len(ids), what=f"{roles.brand.name}: segment New", at=at)
    record_access_to_many(ids, user=hana, action="exported", fields=["identity"], why="segment file")
