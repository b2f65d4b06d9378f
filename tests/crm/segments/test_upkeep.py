"""What the upkeep does at each step, and what it leaves alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, refresh_clients, sweep_windows
from crm.actions.segment_versions import make_segment, publish_segment
from crm.models import (
    Boutique,
    Brand,
    ChangedClient,
    Client,
    Segment,
    SegmentChange,
    SegmentMember,
    SegmentVersion,
    User,
)
from crm.segments.errors import SegmentError
from crm.signals import segment_entered
from crm.tasks import recompute_segments, refresh_segments
from tests.factories import make_known_client, make_purchase

pytestmark = pytest.mark.django_db
BOUGHT = {"op": "and", "rules": [
    {"kind": "purchases", "measure": "count", "comparison": "at_least", "number": 1, "days": 30}
]}  # fmt: skip
FRENCH = {"op": "and", "rules": [{"kind": "attribute", "field": "country", "test": "one_of", "values": ["fr"]}]}


@pytest.fixture
def buyers(brand: Brand) -> Segment:
    return make_segment(brand, code="buyers", name="Buyers", kind="computed")


def members(segment: Segment) -> list[int]:
    return list(SegmentMember.objects.filter(segment=segment).values_list("client", flat=True))


def log(segment: Segment) -> list[tuple[str, str]]:
    changes = SegmentChange.objects.filter(segment=segment).order_by("pk")
    return list(changes.values_list("change", "reason"))


def test_a_purchase_lets_in_and_thirty_days_later_time_lets_out(
    buyers: Segment, camille: Client, boutique: Boutique, now: datetime
) -> None:
    with time_machine.travel(now, tick=False) as clock:
        publish_segment(buyers, BOUGHT, actor=None)
        recompute_segments()
        make_purchase(camille, boutique, at=now)
        refresh_segments()
        bought = members(buyers)
        clock.shift(timedelta(days=30) - timedelta(seconds=1))
        refresh_segments()
        a_second_before = members(buyers)
        clock.shift(timedelta(seconds=1))
        refresh_segments()

    assert (bought, a_second_before, members(buyers)) == ([camille.pk], [camille.pk], [])
    assert log(buyers) == [("entered", "profile or time changed"), ("left", "profile or time changed")]


def test_whoever_did_not_change_is_not_asked(buyers: Segment, camille: Client, boutique: Boutique) -> None:
    publish_segment(buyers, FRENCH, actor=None)
    other = make_known_client(boutique, "Eve", country="FR")
    ChangedClient.objects.all().delete()

    refreshed = refresh_clients([camille.pk])

    assert (refreshed.clients, refreshed.entered) == (1, 1)
    assert members(buyers) == [camille.pk]
    assert other.pk not in members(buyers)


def test_asking_again_changes_nothing(buyers: Segment, camille: Client) -> None:
    publish_segment(buyers, FRENCH, actor=None)

    first, second = recompute_segment(buyers.pk), recompute_segment(buyers.pk)

    assert first is not None and (first.entered, first.left) == (1, 0)
    assert second is not None and (second.entered, second.left) == (0, 0)
    assert log(buyers) == [("entered", "recomputed")]


def test_entering_is_signalled_once_and_on_commit(
    buyers: Segment, camille: Client, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[tuple[int, int]] = []

    def hear(segment_id: int, client_id: int, **_: object) -> None:
        heard.append((segment_id, client_id))

    segment_entered.connect(hear)
    publish_segment(buyers, FRENCH, actor=None)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            recompute_segment(buyers.pk)
            before_commit = list(heard)
            refresh_clients([camille.pk])
    finally:
        segment_entered.disconnect(hear)

    assert (before_commit, heard) == ([], [(buyers.pk, camille.pk)])


def test_a_client_of_another_brand_alone_is_in_no_segment_of_this_one(
    buyers: Segment, other_brand: Brand, camille: Client
) -> None:
    theirs = make_segment(other_brand, code="french", name="French", kind="computed")
    publish_segment(theirs, FRENCH, actor=None)

    recompute_segment(theirs.pk)

    assert members(theirs) == []


def test_segments_that_stand_on_a_recomputed_one_follow(buyers: Segment, brand: Brand, camille: Client) -> None:
    publish_segment(buyers, FRENCH, actor=None)
    above = make_segment(brand, code="above", name="Above", kind="computed")
    publish_segment(above, {"op": "not", "rules": [{"kind": "segment", "code": "buyers"}]}, actor=None)
    recompute_segments()
    refresh_segments()
    settled = members(above)

    publish_segment(buyers, {"op": "not", "rules": FRENCH["rules"]}, actor=None)
    recompute_segments()
    refresh_segments()

    assert (settled, members(above)) == ([], [camille.pk])


def test_notes_are_taken_once(buyers: Segment, camille: Client) -> None:
    publish_segment(buyers, FRENCH, actor=None)

    first, second = refresh_changed_clients(), refresh_changed_clients()

    assert (first.clients, second.clients) == (1, 0)
    assert ChangedClient.objects.count() == 0


def test_a_change_that_no_segment_can_ask_about_leaves_no_note(camille: Client, now: datetime) -> None:
    ChangedClient.objects.all().delete()

    Client.objects.filter(pk=camille.pk).update(given_name="Camilla", updated_at=now)

    assert ChangedClient.objects.count() == 0


def test_the_clock_is_swept_once(buyers: Segment, camille: Client, boutique: Boutique, now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        make_purchase(camille, boutique, at=now)
        publish_segment(buyers, BOUGHT, actor=None)
        recompute_segment(buyers.pk)
    later = now + timedelta(days=31)

    assert [sweep_windows(later), sweep_windows(later)] == [1, 0]


def test_a_version_is_numbered_and_never_edited(buyers: Segment, hana: User) -> None:
    versions = [publish_segment(buyers, each, actor=hana) for each in (BOUGHT, FRENCH)]

    for change in (lambda: SegmentVersion.objects.update(number=9), lambda: SegmentVersion.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Segment.objects.update(version=None, counted_version=None)
            change()

    assert [each.number for each in versions] == [1, 2]
    assert list(SegmentVersion.objects.order_by("number").values_list("definition", flat=True)) == [BOUGHT, FRENCH]


@pytest.mark.parametrize(
    ("code", "named"), [("unknown_segment", "nobody"), ("circular", "buyers"), ("circular", "above")]
)
def test_a_definition_that_stands_on_nothing_or_on_itself_is_refused(
    buyers: Segment, brand: Brand, code: str, named: str
) -> None:
    above = make_segment(brand, code="above", name="Above", kind="computed")
    publish_segment(above, {"op": "and", "rules": [{"kind": "segment", "code": "buyers"}]}, actor=None)

    with pytest.raises(SegmentError) as raised:
        publish_segment(buyers, {"op": "and", "rules": [{"kind": "segment", "code": named}]}, actor=None)

    assert raised.value.code == code
    assert buyers.versions.count() == 0


def test_a_segment_by_hand_takes_no_definition(brand: Brand) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")

    with pytest.raises(SegmentError) as raised:
        publish_segment(by_hand, FRENCH, actor=None)

    assert raised.value.code == "not_by_rule"
    assert SegmentVersion.objects.count() == 0
