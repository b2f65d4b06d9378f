"""Whoever bought is kept longer than a prospect, and not for ever; the facts of the sales stay without a name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client as Browser

from clienteling.models import Visit
from consent.actions.hold import place_hold
from consent.actions.residence import set_residence
from consent.models import Erasure, RetentionBatch, RetentionCandidate, RetentionRule
from consent.residency.regions import Region
from consent.retention.announce import announce_next
from consent.retention.buyers import BuyerLengths, silent_buyers
from consent.retention.carry_out import carry_out_due
from consent.retention.contacts import prospects_silent_since
from consent.rights.erasing.work import work_on_due_erasure
from consent.tasks import keep_retention
from crm.models import Boutique, Brand, Client, Purchase, User
from journeys.models import DeliveryEvent, Send
from tests.factories import make_boutique, make_known_client, make_purchase

pytestmark = pytest.mark.django_db
YEAR = 365
DAY = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
BOUGHT = datetime(2015, 2, 1, tzinfo=UTC)


@pytest.fixture
def hugo(boutique: Boutique) -> Client:
    """Bought once, eleven years ago, and was never heard of again; a file brought him lately."""
    client = make_known_client(boutique, "Hugo", email="hugo@mail.example", country="FR")
    make_purchase(client, boutique, at=BOUGHT)
    return client


def silent(at: datetime = DAY) -> list[int]:
    return silent_buyers(Q(), at=at)


def rule(days: int, **where: Any) -> RetentionRule:
    return RetentionRule.objects.create(category="buyer", days=days, because="Board of 3 March", **where)


def clicked(client: Client, brand: Brand, kind: str, at: datetime) -> None:
    send = Send.objects.create(
        key=f"k-{kind}", channel="email", client=client, brand=brand, purpose="marketing", template="t",
        language="en", due_at=at, expires_at=at,
    )  # fmt: skip
    DeliveryEvent.objects.create(provider="sink", provider_id=kind, send=send, kind=kind, at=at)


def test_ten_years_after_the_last_purchase_and_no_day_before(hugo: Client, camille: Client) -> None:
    end = BOUGHT + timedelta(days=10 * YEAR)

    assert (silent(end), silent(end + timedelta(seconds=1))) == ([], [hugo.pk])


def test_a_buyer_is_no_prospect_and_a_prospect_no_buyer(hugo: Client, camille: Client) -> None:
    Client.objects.update(created_at=BOUGHT)

    assert list(prospects_silent_since(DAY).values_list("pk", flat=True)) == [camille.pk]
    assert silent() == [hugo.pk]


@pytest.mark.parametrize(("kind", "is_contact"), [("opened", False), ("clicked", True)])
def test_an_opened_mail_is_no_contact_and_a_click_is(kind: str, is_contact: bool, hugo: Client, brand: Brand) -> None:
    clicked(hugo, brand, kind, DAY - timedelta(days=YEAR))

    assert silent() == ([] if is_contact else [hugo.pk])


def test_a_visit_without_a_purchase_is_contact(hugo: Client, boutique: Boutique) -> None:
    Visit.objects.create(client=hugo, boutique=boutique, method="advisor", arrived_at=DAY - timedelta(days=YEAR))

    assert silent() == []


def test_the_closest_rule_holds_and_of_several_houses_the_longest() -> None:
    lengths = BuyerLengths(3650, {(1, "eu"): 2000, (1, ""): 3000, (None, "eu"): 4000, (2, ""): 5000})
    asked = [((1,), Region.EU), ((1,), Region.US), ((3,), Region.EU), ((3,), Region.US), ((1, 2), Region.EU)]

    assert [lengths.of(brands, region) for brands, region in asked] == [2000, 3000, 4000, 3650, 5000]
    assert lengths.shortest == 2000


def test_a_house_and_a_region_set_another_length(
    hugo: Client, boutique: Boutique, brand: Brand, other_brand: Brand, petra: User, now: datetime
) -> None:
    rule(12 * YEAR, brand=brand)
    assert silent() == []

    rule(11 * YEAR, brand=brand, region="eu")
    assert silent() == [hugo.pk]

    set_residence(hugo, region="us", because="Moved", actor=petra, at=now)
    assert silent() == []


def test_who_bought_of_two_houses_is_kept_as_the_longer_keeps(hugo: Client, brand: Brand, other_brand: Brand) -> None:
    make_purchase(hugo, make_boutique(other_brand, "sorane-geneve"), at=BOUGHT)
    rule(5 * YEAR, brand=brand)
    assert silent() == [hugo.pk]

    rule(15 * YEAR, brand=other_brand)

    assert silent() == []


@pytest.mark.parametrize("where", [{"region": "eu"}, {"brand": True}])
def test_only_buyers_are_kept_by_house_and_region(where: dict[str, Any], brand: Brand) -> None:
    own = {name: brand if value is True else value for name, value in where.items()}
    with pytest.raises(IntegrityError, match="only_buyers_are_kept_by_house_and_region"), transaction.atomic():
        RetentionRule.objects.create(category="behaviour", days=365, because="curious", **own)

    assert RetentionRule.objects.count() == 0


def test_there_is_one_rule_for_each_house_and_region() -> None:
    rule(4000)
    with (
        pytest.raises(IntegrityError, match="one_retention_rule_per_category_house_and_region"),
        transaction.atomic(),
    ):
        rule(5000)

    assert RetentionRule.objects.get().days == 4000


def test_a_day_has_one_list_of_each_kind(now: datetime) -> None:
    RetentionBatch.objects.create(happens_on=now.date(), cutoff=now, kind="buyers")
    RetentionBatch.objects.create(happens_on=now.date(), cutoff=now)
    with pytest.raises(IntegrityError, match="one_retention_batch_per_day_and_kind"), transaction.atomic():
        RetentionBatch.objects.create(happens_on=now.date(), cutoff=now)

    assert RetentionBatch.objects.count() == 2


def test_they_are_announced_four_weeks_ahead_and_anonymised_on_the_day(
    hugo: Client, camille: Client, boutique: Boutique, petra: User, now: datetime
) -> None:
    held, came = (make_known_client(boutique, name) for name in ("Inès", "Léonie"))
    for each in (held, came):
        make_purchase(each, boutique, at=BOUGHT)
    batch = announce_next(at=now, seconds=10, kind="buyers")
    place_hold(held, reason="a claim", actor=petra, at=now)
    make_purchase(came, boutique, at=DAY)

    early = carry_out_due(at=DAY - timedelta(days=1), seconds=10)
    on_the_day = carry_out_due(at=DAY, seconds=10)

    assert (batch.happens_on, early, on_the_day) == (date(2026, 5, 1), 0, 1)
    outcomes = dict(RetentionCandidate.objects.values_list("client", "outcome"))
    assert outcomes == {hugo.pk: "anonymised", held.pk: "held", came.pk: "in_touch"}
    assert Erasure.objects.get().reason == "silent for longer than the house keeps clients who bought"


def test_a_rule_that_grew_longer_since_spares_whom_the_list_named(hugo: Client, brand: Brand, now: datetime) -> None:
    announce_next(at=now, seconds=10, kind="buyers")
    rule(20 * YEAR, brand=brand)

    assert carry_out_due(at=DAY, seconds=10) == 0

    assert RetentionCandidate.objects.get().outcome == "in_touch"
    assert Client.objects.get(pk=hugo.pk).erased_at is None


def test_the_facts_of_the_sale_stay_and_nobody_knows_whose(hugo: Client, boutique: Boutique, now: datetime) -> None:
    before = Purchase.objects.values("total", "currency", "occurred_at", "boutique").get()
    announce_next(at=now, seconds=10, kind="buyers")

    carry_out_due(at=DAY, seconds=10)
    while work_on_due_erasure(now=DAY):
        pass

    assert Purchase.objects.values("total", "currency", "occurred_at", "boutique").get() == before
    left = Client.objects.get(pk=hugo.pk)
    assert (left.given_name, left.family_name, left.country, left.uid == hugo.uid) == ("", "", "", False)
    assert list(left.identifiers.all()) == []


def test_the_night_announces_both_and_the_officer_reads_it(
    client: Browser, hugo: Client, petra: User, brand: Brand, capsys: pytest.CaptureFixture[str]
) -> None:
    rule(9 * YEAR, brand=brand, region="eu")
    keep_retention()
    client.force_login(petra)

    page = " ".join(client.get("/privacy/retention/").content.decode().split())
    call_command("privacy", "retention")

    assert '<span class="figure">1</span> client who bought, silent for as long as the rule of their house' in page
    assert "Aurelle, European Union and EEA" in page
    assert "1 client who bought, silent for as long as the rule of their house, will be anonymised" in (
        capsys.readouterr().out
    )
