"""Segments over the public interface: which there are, who is in one, and who is put in by hand."""

from datetime import datetime
from typing import Any

import pytest
from rest_framework.test import APIClient

from consent.actions.protect import protect_client
from consent.models import AccessEntry
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.models import Boutique, Brand, Client, Segment, SegmentChange, SegmentMember, User
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/segments/friends/members/"


@pytest.fixture
def friends(brand: Brand) -> Segment:
    return make_segment(brand, code="friends", name="Friends of the house", kind="static")


def put(api: APIClient, client: Client, **changes: Any) -> Any:
    return api.post(ADDRESS, {"client_uid": client.uid, **changes}, format="json")


def test_the_list_says_how_many_are_in_each(api: APIClient, friends: Segment, camille: Client, now: datetime) -> None:
    enter_segment(friends, camille, reason="test", at=now)

    found = api.get("/api/v1/segments/").json()["results"]

    assert found == [{"code": "friends", "name": "Friends of the house", "kind": "static", "version": None, "size": 1}]


def test_a_client_is_put_in_once_and_taken_out(api: APIClient, friends: Segment, camille: Client) -> None:
    answers = [put(api, camille), put(api, camille), put(api, camille, is_member=False)]

    assert [each.json() for each in answers] == [{"is_news": True}, {"is_news": False}, {"is_news": True}]
    assert list(SegmentChange.objects.order_by("pk").values_list("change", flat=True)) == ["entered", "left"]
    assert list(AccessEntry.objects.values_list("action", flat=True)) == ["changed"] * 3


def test_a_segment_by_rule_is_not_written_by_hand(api: APIClient, brand: Brand, camille: Client) -> None:
    make_segment(brand, code="friends", name="By rule", kind="computed")

    answer = put(api, camille)

    assert (answer.status_code, answer.json()["code"]) == (409, "segment_by_rule")
    assert SegmentMember.objects.count() == 0


def test_members_come_page_by_page_and_each_look_is_written_down(
    api: APIClient, friends: Segment, boutique: Boutique, now: datetime, django_assert_num_queries: Any
) -> None:
    people = [make_known_client(boutique, name) for name in ("Camille", "Léonie", "Inès")]
    for person in people:
        enter_segment(friends, person, reason="test", at=now)

    # The key, the segment, the rules of borders, the page, and one statement for all entries.
    with django_assert_num_queries(5):
        first = api.get(ADDRESS, {"limit": 2}).json()
    second = api.get(first["next"]).json()

    assert [each["client_uid"] for each in first["results"] + second["results"]] == [each.uid for each in people]
    assert list(AccessEntry.objects.order_by("pk").values_list("client", "action", "why")) == [
        (person.pk, "api_read", "segment friends") for person in people
    ]


def test_whom_the_brand_does_not_know_and_who_was_merged_are_not_listed(
    api: APIClient, friends: Segment, camille: Client, other_brand: Brand, now: datetime
) -> None:
    merged = Client.objects.create(uid="C-0000000001", canonical=camille)
    for person in (merged, Client.objects.create(uid="C-0000000002"), camille):
        enter_segment(friends, person, reason="test", at=now)

    found = api.get(ADDRESS).json()["results"]

    assert [each["client_uid"] for each in found] == [camille.uid]


def test_a_client_shows_this_houses_segments_only(
    api: APIClient, friends: Segment, camille: Client, other_brand: Brand, now: datetime
) -> None:
    elsewhere = make_segment(other_brand, code="elsewhere", name="Elsewhere", kind="static")
    for segment in (friends, elsewhere):
        enter_segment(segment, camille, reason="test", at=now)

    found = api.get(f"/api/v1/clients/{camille.uid}/segments/").json()["results"]

    assert [each["code"] for each in found] == ["friends"]


def test_another_brands_segment_is_answered_as_one_that_does_not_exist(
    other_api: APIClient, friends: Segment, camille: Client
) -> None:
    theirs, nobodys = other_api.get(ADDRESS), other_api.get("/api/v1/segments/nothing/members/")

    assert (theirs.status_code, theirs.json()) == (404, nobodys.json())


def test_a_protected_client_is_a_member_for_a_stated_reason_alone(
    api: APIClient, friends: Segment, camille: Client, petra: User, now: datetime
) -> None:
    put(api, camille)
    protect_client(camille, kind="famous", because="In the papers every week", actor=petra, at=now)
    stated = {"Access-Reason": "The concert is tomorrow"}

    members = [api.get("/api/v1/segments/friends/members/", headers=said).json()["results"] for said in ({}, stated)]
    own = [api.get(f"/api/v1/clients/{camille.uid}/segments/", headers=said).status_code for said in ({}, stated)]

    assert [[each["client_uid"] for each in page] for page in members] == [[], [camille.uid]]
    assert own == [403, 200]
