"""A list of ids and addresses enters a segment by hand."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from consent.models import AccessEntry
from crm.actions.segment_versions import make_segment
from crm.models import Boutique, Brand, Client, SegmentChange, User
from tests.factories import make_known_client, make_user


def test_a_list_of_ids_and_addresses_enters_once(
    client: Browser, hana: User, brand: Brand, boutique: Boutique, camille: Client
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    eve = make_known_client(boutique, "Eve", email="eve@mail.example")
    client.force_login(hana)
    pasted = (
        f"email\n{camille.uid.lower()}; CAMILLE@mail.example, 'eve@mail.example'\nnobody@mail.example\nC-0000000000"
    )

    first = client.post("/segments/AURELLE/hand/list/", {"list": pasted}).context["outcome"]
    again = client.post("/segments/AURELLE/hand/list/", {"list": eve.uid}).context["outcome"]

    assert (first.entered, first.already, first.unknown) == (2, 0, 2)
    assert first.examples == ["nobody@mail.example", "C-0000000000"]
    assert (again.entered, again.already) == (0, 1)
    log = SegmentChange.objects.filter(segment=by_hand).values_list("client", "reason").order_by("client")
    assert list(log) == [(camille.pk, "by a list, Hana"), (eve.pk, "by a list, Hana")]
    assert AccessEntry.objects.filter(action="changed", why="segment hand").count() == 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The list is empty"),
        (b"\xff\xfe", "This file is not text in UTF-8."),
        (b"x\n" * 1_000_001, "A file of a list has 2 MB at most."),
        ("\n".join(map(str, range(50_001))).encode(), "A list holds 50,000 entries at most"),
    ],
    ids=["empty", "not-text", "too-large", "too-many"],
)
def test_a_list_that_is_none_is_refused(client: Browser, hana: User, brand: Brand, content: bytes, error: str) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    client.force_login(hana)

    answer = client.post("/segments/AURELLE/hand/list/", {"file": SimpleUploadedFile("list.txt", content or b" ")})

    assert answer.context["error"].startswith(error)
    assert by_hand.members.count() == 0


def test_a_list_names_nobody_whom_its_writer_does_not_see(client: Browser, other_brand: Brand, camille: Client) -> None:
    theirs = make_segment(other_brand, code="hand", name="By hand", kind="static")
    client.force_login(make_user("Hugo", "hq", brand=other_brand))

    outcome = client.post("/segments/SORANE/hand/list/", {"list": camille.uid}).context["outcome"]

    assert (outcome.entered, outcome.unknown, theirs.members.count()) == (0, 1, 0)
