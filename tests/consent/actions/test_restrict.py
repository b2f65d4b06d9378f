"""Restricted data is kept and read, and nothing else (GDPR Art. 18)."""

import pytest

from consent.actions.restrict import lift_restriction, restrict_client
from consent.models import AccessEntry, Restriction
from consent.queries.open_channels import clients_profiled, open_channels
from consent.queries.permission import may_contact, may_profile
from consent.queries.restriction import is_restricted, restricted_among
from consent.rights.errors import RightsError
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients
from crm.actions.segment_versions import make_segment, publish_segment
from crm.models import Client, SegmentMember
from tests.factories import allow_contact, make_known_client


def test_a_restricted_client_is_read_and_not_written_to(camille, brand, alice, petra, now):
    allow_contact(camille, brand)
    asked = {"channel": "email", "brand": brand, "at": now}

    restrict_client(camille, reason="contests a birthday", actor=petra)

    assert is_restricted(camille)
    assert restricted_among([camille.pk]) == {camille.pk}
    assert may_contact(camille, purpose="marketing", **asked).reason == "restricted"
    assert may_contact(camille, purpose="service", **asked).reason == "allowed"
    assert open_channels([camille.pk], brand=brand, at=now) == {}
    assert list(Client.objects.visible_to(alice)) == [camille]
    assert AccessEntry.objects.filter(client=camille, user=petra, fields=["restriction"]).count() == 1


def test_a_restricted_client_is_not_profiled(camille, brand, petra, now):
    allow_contact(camille, brand, purpose="profiling", channel="")
    assert may_profile(camille, brand=brand, at=now)

    restrict_client(camille, reason="contests a birthday", actor=petra)

    assert not may_profile(camille, brand=brand, at=now)
    assert clients_profiled([camille.pk], brand=brand, at=now) == set()


def test_lifting_says_why_and_gives_back_what_held(camille, brand, petra, now):
    allow_contact(camille, brand)
    restrict_client(camille, reason="contests a birthday", actor=petra)

    lifted = lift_restriction(camille, because="corrected", actor=petra)

    assert (lifted.lifted_because, lifted.lifted_by) == ("corrected", petra)
    assert may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now).is_allowed


@pytest.mark.parametrize("words", ["", "  "])
def test_without_a_reason_nothing_is_restricted_and_nothing_lifted(camille, petra, words):
    with pytest.raises(RightsError, match="reason_missing"):
        restrict_client(camille, reason=words, actor=petra)
    assert Restriction.objects.count() == 0

    restrict_client(camille, reason="contested", actor=petra)
    with pytest.raises(RightsError, match="reason_missing"):
        lift_restriction(camille, because=words, actor=petra)
    assert is_restricted(camille)


def test_nothing_is_lifted_that_does_not_hold(camille, petra):
    with pytest.raises(RightsError, match="not_restricted"):
        lift_restriction(camille, because="corrected", actor=petra)

    assert Restriction.objects.count() == 0


def test_restricting_again_answers_the_first(camille, petra):
    first = restrict_client(camille, reason="contested", actor=petra)

    assert restrict_client(camille, reason="again", actor=petra) == first
    assert Restriction.objects.count() == 1


def test_a_restricted_client_leaves_the_segments_and_comes_back(camille, boutique, brand, petra, hana, now):
    make_known_client(boutique, "Léonie", country="FR")
    segment = make_segment(brand, code="french", name="French", kind="computed")
    rule = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["fr"]}
    publish_segment(segment, {"op": "and", "rules": [rule]}, actor=hana)
    recompute_segment(segment.pk)
    assert SegmentMember.objects.filter(segment=segment).count() == 2

    restrict_client(camille, reason="contested", actor=petra)
    refresh_changed_clients()
    assert list(SegmentMember.objects.values_list("client__given_name", flat=True)) == ["Léonie"]

    lift_restriction(camille, because="corrected", actor=petra)
    refresh_changed_clients()
    assert SegmentMember.objects.filter(segment=segment).count() == 2


def test_a_merge_restricts_the_survivor_and_an_unmerge_parts_them(camille, boutique, maya, petra, now):
    double = make_known_client(boutique, email="double@mail.example")
    restrict_client(double, reason="contested", actor=petra)

    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    assert is_restricted(camille)

    unmerge_clients(log, actor=maya)
    assert (is_restricted(camille), is_restricted(double)) == (False, True)


def test_who_was_restricted_as_one_person_is_so_as_two(camille, boutique, maya, petra, now):
    double = make_known_client(boutique, email="double@mail.example")
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    restrict_client(camille, reason="contested", actor=petra, at=now)

    unmerge_clients(log, actor=maya, at=now)

    assert (is_restricted(camille), is_restricted(double)) == (True, True)


def test_a_restriction_that_waited_for_a_merge_is_the_survivors(camille, boutique, maya, petra, now):
    double = make_known_client(boutique, email="double@mail.example")
    merge_clients(camille, Client.objects.get(pk=double.pk), actor=maya, reason="same", at=now)

    restriction = restrict_client(double, reason="contested", actor=petra, at=now)

    assert (restriction.client, is_restricted(camille)) == (camille, True)
