"""What leaves as a file leaves without those whose data may not go there, says how many, and is written down."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.actions.leave import Staying
from consent.actions.access import record_access
from consent.models import AccessEntry, Transfer, TransferRule
from consent.residency.regions import Region
from consent.rights.export.work import make_due_export
from consent.rights.requests import confirm_in_person, open_request
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.models import Brand, Client, User
from tests.residency.conftest import agree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


def refusals() -> list[tuple[Any, ...]]:
    rows = Transfer.objects.filter(is_allowed=False).order_by("pk")
    return list(rows.values_list("client", "place", "from_region", "to_region", "user"))


def test_the_line_counts_by_region() -> None:
    staying = Staying({1: Region.CN, 2: Region.CN, 3: Region.JP})

    assert staying.words == "2 clients of China are not in this file. 1 client of Japan is not in this file."
    assert Staying({}).words == ""


def test_a_segments_file_ends_with_who_is_not_in_it(
    client: Browser, brand: Brand, camille: Client, mei: Client, hana: User
) -> None:
    segment = make_segment(brand, code="guests", name="Guests", kind="static")
    for each in (mei, camille):
        enter_segment(segment, each, reason="by hand", at=timezone.now())
    client.force_login(hana)

    lines = client.post("/segments/AURELLE/guests/export.csv").content.decode().splitlines()

    assert (len(lines), lines[1].startswith(camille.uid)) == (3, True)
    assert lines[2] == "1 client of China is not in this file."
    assert refusals() == [(mei.pk, "export segment guests", "cn", "eu", hana.pk)]


def breach(browser: Browser, **said: Any) -> str:
    now = timezone.localtime()
    moments = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=1), "aware_at": now}
    typed = {name: at.strftime("%Y-%m-%dT%H:%M") for name, at in moments.items()}
    answer = browser.post("/privacy/breach/", {"accounts": "alice@aurelle.example", "as_file": "1", **typed, **said})
    return str(answer.content.decode())


def test_a_breach_file_counts_whom_it_leaves_out(
    client: Browser, camille: Client, mei: Client, alice: User, petra: User
) -> None:
    for each in (camille, mei):
        record_access(user=alice, client=each, action="viewed", fields=["identity"], why="page")
    client.force_login(petra)

    file = breach(client)

    assert (camille.uid in file, mei.uid in file) == (True, False)
    assert file.splitlines()[-1] == "1 client of China is not in this file."
    assert refusals() == [(mei.pk, "breach report", "cn", "eu", petra.pk)]


def test_evidence_of_a_client_in_china_is_handed_to_no_officer_abroad(
    client: Browser, camille: Client, mei: Client, petra: User
) -> None:
    client.force_login(petra)

    answers = [client.post(f"/privacy/clients/{each.uid}/evidence/", follow=True) for each in (camille, mei)]

    assert [each["Content-Type"].split(";")[0] for each in answers] == ["application/pdf", "text/html"]
    assert "may not go to where you work" in answers[1].content.decode()
    assert refusals() == [(mei.pk, f"evidence {mei.uid}", "cn", "eu", petra.pk)]
    assert AccessEntry.objects.filter(client=mei, action="exported").count() == 0


@pytest.mark.parametrize("is_open", [False, True])
def test_an_archive_is_handed_to_an_officer_where_the_data_may_go(
    is_open: bool, client: Browser, brand: Brand, mei: Client, petra: User, now: datetime
) -> None:
    if is_open:
        TransferRule.objects.create(from_region="cn", to_region="eu", ground="separate", document="CAC 2026-114")
        agree(mei, brand, "cross-border", now)
    asked = open_request(mei, kind="access", intake="officer")
    confirm_in_person(asked, actor=petra)
    make_due_export(timezone.now())
    client.force_login(petra)

    answer = client.post(f"/privacy/requests/{asked.reference}/file/", follow=True)

    assert ("attachment" in answer.get("Content-Disposition", "")) == is_open
    expected = [] if is_open else [(mei.pk, f"archive {asked.reference}", "cn", "eu", petra.pk)]
    assert refusals() == expected
