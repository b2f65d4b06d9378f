"""Members of a segment: by hand, in a file, found by name, and in the log."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.formulas import safe_cell
from consent.models import AccessEntry
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Boutique, Brand, Client, Segment, SegmentMember, User
from crm.tasks import recompute_segments
from tests.clienteling.views.segments.pages import PAGE
from tests.factories import make_known_client


def test_a_file_holds_whom_the_user_may_see_and_is_written_down(
    client: Browser, hana: User, french: Segment, boutique: Boutique, camille: Client
) -> None:
    publish_segment(
        french, {"op": "and", "rules": [{"kind": "attribute", "field": "country", "test": "known"}]}, actor=hana
    )
    trick = make_known_client(boutique, "=HYPERLINK(1)", country="FR", language="fr")
    recompute_segments()
    client.force_login(hana)

    lines = client.post(f"{PAGE}export.csv").content.decode().splitlines()

    assert lines[0] == "uid,given_name,family_name,language,country,since"
    assert [line.split(",")[1] for line in lines[1:] if trick.uid in line] == ["'=HYPERLINK(1)"]
    assert len(lines) == 3
    assert list(AccessEntry.objects.order_by("pk").values_list("user", "action", "why", "client__uid")) == [
        (hana.pk, "exported", "segment french", line.split(",")[0]) for line in lines[1:]
    ]


@pytest.mark.parametrize(("cell", "safe"), [("+1", "'+1"), ("@x", "'@x"), ("\tx", "'\tx"), ("Ann", "Ann"), ("", "")])
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_somebody_is_put_in_by_hand_and_taken_out(
    client: Browser, hana: User, brand: Brand, camille: Client, now: datetime
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    client.force_login(hana)

    client.post("/segments/AURELLE/hand/choose/", {"uid": camille.uid.lower()})
    entered = by_hand.members.count()
    client.post("/segments/AURELLE/hand/choose/", {"uid": camille.uid, "out": "1"})

    assert (entered, by_hand.members.count()) == (1, 0)


def test_nobody_is_put_by_hand_into_a_segment_by_rule(
    client: Browser, hana: User, french: Segment, camille: Client
) -> None:
    client.force_login(hana)

    client.post(f"{PAGE}choose/", {"uid": camille.uid})

    assert SegmentMember.objects.count() == 0


def test_members_of_a_segment_are_read_in_a_fixed_number_of_queries(
    client: Browser, hana: User, brand: Brand, boutique: Boutique, now: datetime, django_assert_num_queries: Any
) -> None:
    by_hand = make_segment(brand, code="french", name="By hand", kind="static")
    client.force_login(hana)
    for name in ("Ann", "Ben", "Cleo"):
        enter_segment(by_hand, make_known_client(boutique, name), reason="by hand", at=now)

        with django_assert_num_queries(11):
            client.get(PAGE)


def test_a_member_is_found_by_name_and_the_search_is_written_down(
    client: Browser, hana: User, brand: Brand, boutique: Boutique, camille: Client
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    for each in (camille, make_known_client(boutique, "Eve"), make_known_client(boutique, "Camillo")):
        if each.given_name != "Camillo":
            enter_segment(by_hand, each, reason="by hand", at=timezone.now())
    client.force_login(hana)

    found = client.post("/segments/AURELLE/hand/find/", {"q": "cami"}).context["found"]

    assert [member.client for member in found.members] == [camille]
    assert list(AccessEntry.objects.values_list("action", "why")) == [("searched", "segment hand")]


def test_the_log_draws_sixty_days_and_names_who_came_and_went(
    client: Browser, hana: User, brand: Brand, camille: Client
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    enter_segment(by_hand, camille, reason="by hand", at=timezone.now() - timedelta(days=10))
    leave_segment(by_hand, camille, reason="by hand", at=timezone.now())
    client.force_login(hana)

    page = client.get("/segments/AURELLE/hand/log/").context

    assert [(bar.entered, bar.left) for bar in page["chart"].bars if bar.entered or bar.left] == [(1, 0), (0, 1)]
    assert (len(page["chart"].bars), page["size_before"], page["size"]) == (60, 0, 0)
    assert [change.change for change in page["page"].changes] == ["left", "entered"]
