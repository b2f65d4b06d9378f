"""Data stay where their client lives by law; they go further by a rule, and out of China by a separate consent too."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.actions.decide import decide_for_person
from consent.actions.residence import set_residence
from consent.actions.transfers import choose_processor
from consent.errors import ResidenceError
from consent.models import Processor, Residence, Transfer, TransferRule
from consent.queries.transfers import Place, may_transfer
from consent.residency.regions import Region, region_of_country
from crm.actions.merge import merge_clients, unmerge_clients
from crm.models import Boutique, Brand, Client, User
from crm.residency import regions_of, who_may_go
from tests.factories import make_client, make_known_client
from tests.residency.conftest import agree

pytestmark = pytest.mark.django_db
EUROPE = Place("email default", Region.EU)


@pytest.mark.parametrize(
    ("country", "region"),
    [("FR", "eu"), ("NO", "eu"), ("GB", "uk"), ("CN", "cn"), ("cn", "cn"), ("HK", "other"), ("SA", "gcc"), ("", None)],
)
def test_a_country_is_in_a_region(country: str, region: str | None) -> None:
    assert region_of_country(country) == region


def test_a_client_lives_where_their_country_lies_else_where_they_are_known_else_at_home(
    shanghai: Boutique, boutique: Boutique
) -> None:
    away = make_known_client(shanghai, "Hugo", country="FR")
    known = make_known_client(shanghai, "Somebody")
    unknown = make_client("Nobody")

    assert regions_of([away.pk, known.pk, unknown.pk]) == {away.pk: "eu", known.pk: "cn", unknown.pk: "eu"}


def test_the_officer_says_otherwise(camille: Client, petra: User, now: datetime) -> None:
    set_residence(camille, region="cn", because="Moved to Shanghai", actor=petra, at=now)

    assert regions_of([camille.pk]) == {camille.pk: "cn"}


@pytest.mark.parametrize(("region", "because"), [("atlantis", "Moved"), ("cn", "  ")])
def test_a_residence_without_region_or_reason_is_none(
    region: str, because: str, camille: Client, petra: User, now: datetime
) -> None:
    with pytest.raises(ResidenceError):
        set_residence(camille, region=region, because=because, actor=petra, at=now)

    assert Residence.objects.count() == 0


def test_a_merge_opens_no_border_and_is_undone(
    mei: Client, camille: Client, hana: User, petra: User, now: datetime
) -> None:
    set_residence(mei, region="cn", because="Lives in Shanghai", actor=petra, at=now)
    log = merge_clients(camille, mei, actor=hana, reason="the same person", at=now)

    assert regions_of([camille.pk]) == {camille.pk: "cn"}
    unmerge_clients(log, actor=hana, at=now)
    assert regions_of([camille.pk, mei.pk]) == {camille.pk: "eu", mei.pk: "cn"}


def test_nothing_leaves_china_without_a_rule(mei: Client, brand: Brand, now: datetime) -> None:
    agree(mei, brand, "cross-border", now)

    verdict = may_transfer(mei, to=EUROPE, purpose="marketing", brand_id=brand.pk, at=now)

    assert (verdict.is_allowed, verdict.reason, verdict.ground) == (False, "no_rule", "")


@pytest.mark.parametrize(
    ("said", "is_allowed", "reason"),
    [(None, False, "no_consent"), ("refused", False, "no_consent"), ("withdrawn", False, "no_consent"),
     ("given", True, "allowed")],
)  # fmt: skip
def test_with_a_filed_contract_the_clients_separate_consent_decides(
    said: str | None, is_allowed: bool, reason: str, mei: Client, brand: Brand, filed: TransferRule, now: datetime
) -> None:
    if said:
        agree(mei, brand, "cross-border", now, said)

    verdict = may_transfer(mei, to=EUROPE, purpose="marketing", brand_id=brand.pk, at=now)

    assert (verdict.is_allowed, verdict.reason, bool(verdict.decision_id)) == (is_allowed, reason, is_allowed)


def test_a_yes_to_marketing_lets_nothing_out(mei: Client, brand: Brand, filed: TransferRule, now: datetime) -> None:
    agree(mei, brand, "profiling", now)
    agree(mei, brand, "automated-decisions", now)

    assert may_transfer(mei, to=EUROPE, purpose="marketing", brand_id=brand.pk, at=now).is_allowed is False


def test_of_several_houses_a_no_of_one_stops_what_is_the_groups(
    mei: Client, brand: Brand, other_brand: Brand, filed: TransferRule, now: datetime
) -> None:
    agree(mei, brand, "cross-border", now)
    agree(mei, other_brand, "cross-border", now, "refused")

    asked = [may_transfer(mei, to=EUROPE, purpose="backup", brand_id=pk, at=now) for pk in (brand.pk, None)]

    assert [each.is_allowed for each in asked] == [True, False]


def test_the_provider_of_the_clients_region_comes_first(mei: Client, brand: Brand, now: datetime) -> None:
    for code, region in (("default", "eu"), ("mail-cn", "cn")):
        Processor.objects.create(kind="email", code=code, name=code, region=region)

    chosen = choose_processor(mei, kind="email", purpose="marketing", brand_id=brand.pk, at=now, key="send:1")

    assert (chosen.to.words, chosen.reason, Transfer.objects.count()) == ("email mail-cn", "same_region", 0)


REGIONS = st.sampled_from([region.value for region in Region])
GROUNDS = {"cn": "separate"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    systems=st.lists(REGIONS, max_size=4),
    rules=st.sets(st.tuples(REGIONS, REGIONS), max_size=20),
    said=st.sampled_from([None, "given", "refused", "withdrawn"]),
    destination=REGIONS,
)
def test_a_client_of_china_never_leaves_whatever_systems_and_rules_there_are(
    mei: Client, brand: Brand, now: datetime, systems: list[str], rules: set[tuple[str, str]], said: str | None,
    destination: str,
) -> None:  # fmt: skip
    """Unless a rule with the ground of separate consent leads there, and the client said yes to it."""
    with transaction.atomic():
        TransferRule.objects.all().delete()
        for here, there in sorted(rules):
            if here != there:
                ground = GROUNDS.get(here, "clauses")
                TransferRule.objects.create(from_region=here, to_region=there, ground=ground)
        for number, region in enumerate(systems):
            Processor.objects.create(kind="email", code=f"s{number}", name=f"S{number}", region=region)
        if said:
            decide_for_person(mei, brand=brand, purpose="cross-border", status=said, method="app", at=now)
        open_to = {"cn"} | ({there for here, there in rules if here == "cn"} if said == "given" else set())

        chosen = choose_processor(mei, kind="email", purpose="marketing", brand_id=brand.pk, at=now, key="send:1")
        told = who_may_go(Client.objects.all(), to=Region(destination), brand_id=brand.pk, at=now)

        assert not chosen.is_allowed or chosen.to.region in open_to
        assert told.filter(pk=mei.pk).exists() == (destination in open_to)
        transaction.set_rollback(True)


def test_a_parting_opens_no_border(camille: Client, mei: Client, maya: User, petra: User, now: datetime) -> None:
    """What was said of one record stays with it; what was said while two were one holds for both, China first."""
    set_residence(mei, region="cn", because="Lives in Shanghai", actor=petra, at=now)
    log = merge_clients(camille, mei, actor=maya, reason="same", at=now + timedelta(hours=1))
    set_residence(camille, region="jp", because="Lives in Tokyo", actor=petra, at=now + timedelta(hours=2))

    unmerge_clients(log, actor=maya, at=now + timedelta(hours=3))

    assert regions_of([camille.pk, mei.pk]) == {camille.pk: "jp", mei.pk: "cn"}


def test_who_was_said_to_live_in_china_while_two_were_one_does_so_under_either_name(
    camille: Client, mei: Client, maya: User, petra: User, now: datetime
) -> None:
    set_residence(mei, region="jp", because="Lives in Tokyo", actor=petra, at=now)
    log = merge_clients(camille, mei, actor=maya, reason="same", at=now + timedelta(hours=1))
    set_residence(camille, region="cn", because="Lives in Shanghai", actor=petra, at=now + timedelta(hours=2))

    unmerge_clients(log, actor=maya, at=now + timedelta(hours=3))

    assert regions_of([camille.pk, mei.pk]) == {camille.pk: "cn", mei.pk: "cn"}


@pytest.mark.parametrize("country", ["CN", "cn"])
def test_a_merge_with_a_record_of_china_opens_no_border_until_somebody_says_where_they_live(
    shanghai: Boutique, camille: Client, maya: User, petra: User, now: datetime, country: str
) -> None:
    mei = make_known_client(shanghai, "Mei", country=country)
    log = merge_clients(camille, mei, actor=None, reason="same card", at=now)
    assert (camille.country, regions_of([camille.pk])) == ("FR", {camille.pk: "cn"})

    set_residence(camille, region="eu", because="Lives in Paris", actor=petra, at=now + timedelta(hours=1))
    assert regions_of([camille.pk]) == {camille.pk: "eu"}
    unmerge_clients(log, actor=maya, at=now + timedelta(hours=2))

    assert regions_of([camille.pk, mei.pk]) == {camille.pk: "eu", mei.pk: "cn"}


def test_a_merged_record_that_somebody_said_lives_elsewhere_is_not_chinese_by_its_country(
    shanghai: Boutique, camille: Client, petra: User, now: datetime
) -> None:
    mei = make_known_client(shanghai, "Mei", country="CN")
    set_residence(mei, region="eu", because="Lives in Paris", actor=petra, at=now)

    merge_clients(camille, mei, actor=None, reason="same card", at=now)

    assert regions_of([camille.pk]) == {camille.pk: "eu"}
