"""Every way out asks: messages, other systems, files and keys. What crosses, and what does not, is written down."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.actions.leave import note_leaving
from consent.actions.residence import set_residence
from consent.models import Processor, Residence, Transfer, TransferRule
from consent.queries.open_channels import clients_profiled
from consent.queries.permission import may_profile
from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.api.keys import issue_api_key
from crm.models import AudienceMember, Brand, Client, Segment, User
from crm.tasks import recompute_segments, refresh_segments, tell_destinations
from tests.factories import allow_contact, make_user
from tests.residency.conftest import agree
from tests.webhook_receiver import Receiver, webhook_receiver

pytestmark = pytest.mark.django_db


def crossings() -> list[tuple[Any, ...]]:
    return list(Transfer.objects.order_by("pk").values_list("is_allowed", "from_region", "to_region", "place", "count"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def guests(brand: Brand, mei: Client, camille: Client) -> Segment:
    segment = make_segment(brand, code="guests", name="Guests", kind="static")
    allow_contact(camille, brand)
    for each in (mei, camille):
        enter_segment(segment, each, reason="by hand", at=timezone.now())
    return segment


def look() -> None:
    recompute_segments()
    refresh_segments()
    tell_destinations()


def told(receiver: Receiver) -> list[list[str]]:
    return [[one["uid"] for one in each.message["data"]["entered"]] for each in receiver.received]


def test_a_system_in_europe_is_not_told_of_a_client_in_china(
    brand: Brand, guests: Segment, hana: User, receiver: Receiver, camille: Client, mei: Client
) -> None:
    ads, _ = make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "eu"), actor=hana)
    start_audience(ads, guests, actor=hana)

    look()

    assert told(receiver) == [[camille.uid]]
    row = Transfer.objects.get()
    assert (row.is_allowed, row.client, row.place, row.from_region) == (False, mei, f"destination {ads.pk}", "cn")


def test_what_goes_in_bulk_is_one_row_with_its_count_and_ground(
    brand: Brand, guests: Segment, hana: User, receiver: Receiver, mei: Client
) -> None:
    ads, _ = make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "us"), actor=hana)
    start_audience(ads, guests, actor=hana)

    look()

    allowed = Transfer.objects.get(is_allowed=True)
    assert (allowed.from_region, allowed.to_region, allowed.count, allowed.ground, allowed.client) == (
        "eu", "us", 1, "clauses", None
    )  # fmt: skip
    assert Transfer.objects.get(is_allowed=False).client == mei


def test_a_residence_that_changes_takes_somebody_out_of_audiences(
    brand: Brand, guests: Segment, hana: User, receiver: Receiver, camille: Client, petra: User
) -> None:
    ads, _ = make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "eu"), actor=hana)
    start_audience(ads, guests, actor=hana)
    look()

    set_residence(camille, region="cn", because="Moved to Shanghai", actor=petra, at=timezone.now())
    look()

    left = [[one["uid"] for one in each.message["data"]["left"]] for each in receiver.received]
    assert left == [[], [camille.uid]]


def test_a_rule_that_ends_takes_everybody_out(
    brand: Brand, guests: Segment, hana: User, receiver: Receiver, camille: Client
) -> None:
    ads, _ = make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "us"), actor=hana)
    start_audience(ads, guests, actor=hana)
    look()
    assert AudienceMember.objects.count() == 1

    TransferRule.objects.filter(from_region="eu", to_region="us").delete()
    look()

    assert AudienceMember.objects.count() == 0


def test_a_file_leaves_without_those_whose_data_may_not(
    client: Browser, guests: Segment, camille: Client, mei: Client, hana: User
) -> None:
    client.force_login(hana)

    file = client.post("/segments/AURELLE/guests/export.csv").content.decode()

    assert (camille.uid in file, mei.uid in file) == (True, False)
    row = Transfer.objects.get()
    assert (row.is_allowed, row.client, row.place, row.user) == (False, mei, "export segment guests", hana)


def test_in_china_the_file_holds_who_lives_there(brand: Brand, camille: Client, mei: Client) -> None:
    wen = make_user("Wen", "hq", brand=brand, country="CN")

    staying = note_leaving(Client.objects.filter(pk__in=[camille.pk, mei.pk]), user=wen, brand=brand, what="export")

    assert staying.regions == {camille.pk: "eu"}


@pytest.mark.parametrize(
    ("region", "status", "code"),
    [("", 403, "region_forbidden"), ("eu", 403, "region_forbidden"), ("cn", 200, None), ("own", 200, None)],
)
def test_a_key_reads_nobody_whose_data_may_not_come_there(
    region: str, status: int, code: str | None, client: Browser, brand: Brand, mei: Client
) -> None:
    key, secret = issue_api_key("Website", brand=brand, scopes=["profiles:read", "clients:read"], region=region)

    bearer = {"Authorization": f"Bearer {secret}"}
    answers = [client.get(f"/api/v1/clients/{mei.uid}/", headers=bearer) for _ in range(2)]

    assert [(each.status_code, each.json().get("code")) for each in answers] == [(status, code)] * 2
    refused = [(False, "cn", "eu", f"key {key.prefix}", 1)]
    assert crossings() == (refused if status == 403 else [])


def test_suggestions_in_china_need_a_consent_of_their_own(
    mei: Client, camille: Client, brand: Brand, now: datetime
) -> None:
    for each in (mei, camille):
        agree(each, brand, "profiling", now)
    both = [mei.pk, camille.pk]

    before = (may_profile(mei, brand=brand, at=now), clients_profiled(both, brand=brand, at=now))
    agree(mei, brand, "automated-decisions", now)
    after = (may_profile(mei, brand=brand, at=now), clients_profiled(both, brand=brand, at=now))

    assert before == (False, {camille.pk})
    assert after == (True, {camille.pk, mei.pk})


def test_the_officer_reads_the_log_the_rules_and_the_systems(
    client: Browser, petra: User, brand: Brand, mei: Client
) -> None:
    Processor.objects.create(kind="email", code="mail-cn", name="Post office, Shanghai", region="cn")
    _, secret = issue_api_key("Website", brand=brand, scopes=["profiles:read"])
    client.get(f"/api/v1/clients/{mei.uid}/", headers={"Authorization": f"Bearer {secret}"})
    client.force_login(petra)

    everything = client.get("/privacy/transfers/").content.decode()
    refused = client.get("/privacy/transfers/?refused=1").content.decode()

    assert [mei.uid in page for page in (everything, refused)] == [True, True]
    assert [words in everything for words in ("Post office, Shanghai", "Adequacy decision")] == [True, True]


def test_the_officer_says_where_a_client_lives(client: Browser, petra: User, camille: Client) -> None:
    client.force_login(petra)

    client.post(f"/privacy/clients/{camille.uid}/residence/", {"region": "cn", "because": "Moved to Shanghai"})
    client.post(f"/privacy/clients/{camille.uid}/residence/", {"region": "eu", "because": ""})

    page = client.get(f"/privacy/clients/{camille.uid}/").content.decode()
    assert "Moved to Shanghai" in page
    assert Residence.objects.values_list("client", "region", "set_by").get() == (camille.pk, "cn", petra.pk)
