"""Entering and leaving, each logged once."""

from datetime import datetime, timedelta

import pytest

from crm.actions.segments import enter_segment, leave_segment
from crm.models import Brand, Client, Segment, SegmentChange, SegmentMember

pytestmark = pytest.mark.django_db


def test_each_change_is_logged_once_and_in_order(brand: Brand, camille: Client, now: datetime) -> None:
    gift = Segment.objects.create(brand=brand, code="gift", name="Gift")
    later = now + timedelta(days=1)

    answers = [
        enter_segment(gift, camille, reason="tag", at=now),
        enter_segment(gift, camille, reason="tag", at=now),
        leave_segment(gift, camille, reason="by hand", at=later),
        leave_segment(gift, camille, reason="by hand", at=later),
    ]

    changes = SegmentChange.objects.order_by("pk").values_list("change", "reason", "at")
    assert answers == [True, False, True, False]
    assert list(changes) == [("entered", "tag", now), ("left", "by hand", later)]
    assert SegmentMember.objects.count() == 0
