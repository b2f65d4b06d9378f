"""A screen abroad is a transfer: headquarters see a client of another region by a rule, or who is known with them."""

from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.actions.residence import set_residence
from consent.models import AccessEntry, Residence, Transfer, TransferRule
from consent.residency.regions import COUNTRIES, Region
from crm.actions.merge import merge_clients
from crm.actions.relationships import know_client
from crm.borders import may_be_seen_in
from crm.models import Boutique, Brand, Client, User
from crm.residency import who_may_go
from tests.factories import make_boutique, make_client, make_known_client, make_user
from tests.residency.conftest import agree

pytestmark = pytest.mark.django_db


def sees(user: User, client: Client) -> bool:
    return Client.objects.visible_to(user).filter(pk=client.pk).exists()


@pytest.fixture
def ines(brand: Brand) -> User:
    """At the brand's own headquarters."""
    return make_user("Inès", "hq", brand=brand)


def test_headquarters_do_not_see_a_client_in_china_who_is_known_there_alone(
    mei: Client, camille: Client, hana: User, ines: User, admin_user: User
) -> None:
    assert [(sees(user, mei), sees(user, camille)) for user in (hana, ines, admin_user)] == [(False, True)] * 3


def test_who_works_where_the_client_is_known_sees_them(mei: Client, shanghai: Boutique, brand: Brand) -> None:
    near = [
        make_user("Li", "advisor", boutique=shanghai), make_user("Bo", "manager", boutique=shanghai),
        make_user("Wen", "hq", brand=brand, country="CN"), make_user("Jia", "hq", country="CN"),
    ]  # fmt: skip

    assert [sees(user, mei) for user in near] == [True] * 4


def test_whoever_came_to_paris_themselves_is_seen_from_there(
    mei: Client, boutique: Boutique, alice: User, hana: User, now: datetime
) -> None:
    know_client(mei, brand=boutique.brand, boutique=boutique, advisor=None, at=now)

    assert (sees(alice, mei), sees(hana, mei)) == (True, True)


def test_a_filed_contract_and_the_clients_separate_consent_open_the_screen(
    mei: Client, hana: User, ines: User, brand: Brand, filed: TransferRule, now: datetime
) -> None:
    before = [sees(user, mei) for user in (hana, ines)]
    agree(mei, brand, "cross-border", now)
    given_ = [sees(user, mei) for user in (hana, ines)]
    agree(mei, brand, "cross-border", now, "withdrawn")

    assert (before, given_, [sees(user, mei) for user in (hana, ines)]) == (
        [False, False], [True, True], [False, False]
    )  # fmt: skip


def test_a_client_of_a_region_from_which_data_may_come_is_seen(brand: Brand, hana: User) -> None:
    tokyo = make_boutique(brand, "tokyo-ginza", country="JP", city="Tokyo")

    assert sees(hana, make_known_client(tokyo, "Haruka", country="JP"))


def test_a_client_of_whom_nobody_knows_where_they_live_is_at_home(hana: User) -> None:
    assert sees(hana, make_client("Somebody"))


def test_a_residence_and_a_merged_record_count(
    camille: Client, mei: Client, boutique: Boutique, shanghai: Boutique, hana: User, petra: User, now: datetime
) -> None:
    away = make_known_client(shanghai, "Hugo", country="FR")
    assert sees(hana, away)

    set_residence(away, region="cn", because="Moved to Shanghai", actor=petra, at=now)
    assert not sees(hana, away)

    live = make_known_client(shanghai, "Hugo", country="FR")
    merge_clients(live, away, actor=hana, reason="the same", at=now)
    assert not sees(hana, live)


def test_the_address_answers_as_an_unknown_one_and_it_is_written_down_once_a_day(
    client: Browser, mei: Client, hana: User
) -> None:
    client.force_login(hana)

    answers = [client.get(f"/clients/{uid}/") for uid in (mei.uid, mei.uid, "C-NOBODY")]

    assert [each.status_code for each in answers] == [404] * 3
    row = Transfer.objects.get()
    assert (row.is_allowed, row.client, row.user, row.purpose, row.place, row.from_region, row.to_region) == (
        False, mei, hana, "staff-access", "screens of headquarters", "cn", "eu"
    )  # fmt: skip
    assert AccessEntry.objects.filter(client=mei).count() == 0


def test_whoever_may_not_see_them_anyway_leaves_no_word_of_a_border(
    client: Browser, mei: Client, charlie: User
) -> None:
    client.force_login(charlie)

    assert client.get(f"/clients/{mei.uid}/").status_code == 404

    assert Transfer.objects.count() == 0


REGIONS = st.sampled_from([region.value for region in Region])
COUNTRY = st.sampled_from(["", "FR", "cn", "CN", "JP", "HK", "US", "SA"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    country=COUNTRY, known=st.lists(COUNTRY.filter(bool), max_size=2), residence=st.none() | REGIONS,
    rules=st.sets(st.tuples(REGIONS, REGIONS), max_size=12), said=st.sampled_from([None, "given", "refused"]),
    here=REGIONS,
)  # fmt: skip
def test_what_is_seen_is_who_may_come_and_who_is_known_here(
    brand: Brand, petra: User, now: datetime, country: str, known: list[str], residence: str | None,
    rules: set[tuple[str, str]], said: str | None, here: str,
) -> None:  # fmt: skip
    """The condition on screens is that of files and systems (who_may_go), and whoever is known in the region."""
    with transaction.atomic():
        TransferRule.objects.all().delete()
        for start, end in sorted(rules):
            if start != end:
                TransferRule.objects.create(
                    from_region=start, to_region=end, ground="separate" if start in ("cn", "jp") else "clauses"
                )
        mei = make_client("Mei", country=country)
        for number, place in enumerate(known):
            shop = make_boutique(brand, f"b{number}", country=place.upper())
            know_client(mei, brand=brand, boutique=shop, advisor=None, at=now)
        if residence:
            Residence.objects.create(client=mei, region=residence, because="x", set_by=petra, set_at=now)
        if said:
            agree(mei, brand, "cross-border", now, said)
        asked = Client.objects.filter(pk=mei.pk)

        seen = asked.filter(may_be_seen_in(Region(here), brand_id=brand.pk, at=now)).exists()

        may_come = who_may_go(asked, to=Region(here), brand_id=brand.pk, at=now).exists()
        is_known_here = any(place.upper() in COUNTRIES.get(Region(here), ()) for place in known)
        assert seen == (may_come or is_known_here)
        transaction.set_rollback(True)
