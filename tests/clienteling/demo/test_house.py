"""The demonstration house: plausible, whole, and true to the rules that every house keeps."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Count, F, Max, Sum
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from clienteling.demo.catalogue.words import LANGUAGES
from clienteling.demo.people.addresses import DOMAINS
from clienteling.demo.people.compose import compose_people
from clienteling.demo.pictures.generator import DRAWINGS
from clienteling.demo.places import CURRENCIES
from clienteling.models import Repair
from consent.models import CurrentDecision, Decision
from consent.queries.permission import may_contact, may_profile
from crm.identity.namespaces import normalise_identifier
from crm.intelligence.recommend import similar_in_stock
from crm.models import (
    Boutique,
    Brand,
    Client,
    Identifier,
    Interaction,
    Membership,
    Product,
    Purchase,
    Relationship,
    SourceComparison,
    Stock,
    Variant,
)
from crm.queries.clients import search_clients
from journeys.models import CapRule, Enrolment, Journey
from tests.demonstration import small_house

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now()


@pytest.fixture(scope="module", autouse=True)
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any, now: datetime) -> Iterator[None]:
    with django_db_blocker.unblock(), small_house(tmp_path_factory.mktemp("var"), clients=900, now=now):
        yield


def test_two_houses_have_twelve_boutiques_in_five_countries_and_a_shop_online_each() -> None:
    places = Boutique.objects.filter(kind=Boutique.Kind.BOUTIQUE)

    assert set(Brand.objects.values_list("code", flat=True)) == {"AURELLE", "SORANE"}
    assert (places.count(), places.values("country").distinct().count()) == (12, 5)
    assert set(Boutique.objects.filter(kind="online").values_list("brand__code", flat=True)) == {"AURELLE", "SORANE"}


def test_every_boutique_has_five_advisors_and_a_manager() -> None:
    roles = Counter(Membership.objects.filter(boutique__isnull=False).values_list("boutique__code", "role"))

    assert set(roles.values()) == {5, 1}
    assert sum(count for (_, role), count in roles.items() if role == "advisor") == 60


def test_every_product_has_its_name_in_four_languages_and_a_drawing() -> None:
    for product in Product.objects.all():
        assert set(product.names) == set(product.descriptions) == set(LANGUAGES)
        assert product.picture["drawing"] in DRAWINGS


def test_every_variant_has_one_price_in_each_currency() -> None:
    prices = Variant.objects.annotate(currencies=Count("prices__currency", distinct=True), prices_=Count("prices"))

    assert set(prices.values_list("currencies", "prices_")) == {(len(CURRENCIES), len(CURRENCIES))}


def test_a_gift_that_is_sold_out_everywhere_has_others_like_it_in_stock_online() -> None:
    online = Boutique.objects.get(code="aurelle-online")
    gone = Product.objects.filter(brand=online.brand, tags__contains=["gift"]).annotate(
        left=Sum("variants__stock__quantity")
    )

    sold_out = list(gone.filter(left=0))

    assert len(sold_out) >= 6
    assert min(len(similar_in_stock(product, boutique=online)) for product in sold_out) >= 3


def test_the_online_shop_is_short_of_some_pieces_and_not_of_many() -> None:
    stock = Stock.objects.filter(boutique__kind="online")

    part = stock.filter(quantity=0).count() / stock.count()

    assert 0.05 < part < 0.30


def test_every_identifier_is_written_as_the_house_writes_it() -> None:
    for namespace, value in Identifier.objects.values_list("namespace", "value"):
        assert normalise_identifier(namespace, value) == value


def test_nobody_has_an_address_that_could_be_somebodys() -> None:
    emails = Identifier.objects.filter(namespace="email").values_list("value", flat=True)

    assert {email.split("@")[1] for email in emails} == set(DOMAINS)


@pytest.mark.parametrize(
    ("first", "last"), [("一", "龥"), ("가", "힣"), ("А", "я"), ("ء", "ي"), ("À", "ÿ")],
    ids=["Han", "Hangul", "Cyrillic", "Arabic", "accents"],
)  # fmt: skip
def test_names_come_in_this_script(first: str, last: str) -> None:
    names = Client.objects.values_list("given_name", "family_name")

    assert any(first <= letter <= last for given, family in names for letter in given + family)


def test_a_chinese_name_is_found_by_its_characters_and_by_its_passport() -> None:
    hana = Membership.objects.get(user__email="hana@aurelle.example").user

    by_characters = search_clients(hana, "王丽华")
    by_passport = search_clients(hana, "lihua wang")

    assert "lihua.wang@example.com" in by_characters.values_list("identifiers__value", flat=True)
    assert "lihua.wang@example.com" in by_passport.values_list("identifiers__value", flat=True)


def test_every_client_is_known_to_the_place_of_every_purchase() -> None:
    bought = set(Purchase.objects.filter(client__isnull=False).values_list("client", "boutique"))

    assert bought <= set(Relationship.objects.values_list("client", "boutique"))


def test_a_receipt_is_the_sum_of_its_lines_and_none_is_of_tomorrow(now: datetime) -> None:
    wrong = Purchase.objects.annotate(sum=Sum("lines__amount")).exclude(sum=F("total"))

    assert wrong.count() == 0
    assert Purchase.objects.aggregate(last=Max("occurred_at"))["last"] <= now


def test_what_was_brought_back_is_negative() -> None:
    returns = Purchase.objects.filter(kind=Purchase.Kind.RETURN)

    assert returns.count() > 5
    assert not returns.filter(total__gte=0).exists()
    assert not Purchase.objects.filter(kind=Purchase.Kind.SALE, total__lte=0).exists()


def test_the_tills_state_their_days_and_one_receipt_is_missing() -> None:
    missing = SourceComparison.objects.exclude(missing=[]).values_list("missing", flat=True)

    assert list(missing) == [["R-LOST-1"]]
    assert SourceComparison.objects.exclude(unstated=[]).count() == 0


def test_decembers_are_fuller_than_other_months(now: datetime) -> None:
    months = Counter(
        Purchase.objects.filter(occurred_at__gt=now - timedelta(days=365))
        .annotate(month=ExtractMonth("occurred_at"))
        .values_list("month", flat=True)
    )

    assert months.most_common(1)[0][0] == 12


def test_the_newest_decision_is_the_one_that_holds() -> None:
    places = ("client", "brand", "purpose", "channel", "contact_hash")
    newest = {
        tuple(row[name] for name in places): row["newest"]
        for row in Decision.objects.values(*places).annotate(newest=Max("captured_at"))
    }
    held = CurrentDecision.objects.values_list(*places, "decision__captured_at")

    assert {tuple(row[:5]): row[5] for row in held} == newest


def test_who_withdrew_is_not_written_to(now: datetime) -> None:
    withdrawn = CurrentDecision.objects.filter(
        decision__status="withdrawn", channel="email", purpose__code="marketing"
    ).select_related("client", "brand")[:10]

    reasons = {
        may_contact(it.client, purpose="marketing", channel="email", brand=it.brand, at=now).reason for it in withdrawn
    }

    assert reasons == {"suppressed"}


def test_a_yes_keeps_the_words_it_was_taken_on_in_their_language() -> None:
    decisions = Decision.objects.filter(status__in=["given", "pending"]).select_related("notice")

    assert all(
        it.notice and (it.notice.language, it.notice.purpose_id) == (it.language, it.purpose_id) for it in decisions
    )


def test_nobody_was_measured_who_did_not_agree() -> None:
    measured = set(Interaction.objects.filter(client__isnull=False).values_list("client", flat=True))
    agreed = CurrentDecision.objects.filter(purpose__code="measurement", decision__status="given")

    assert measured
    assert measured <= set(agreed.values_list("client", flat=True))


def test_no_address_stands_in_the_interactions() -> None:
    texts = Interaction.objects.values_list("properties", "context")

    assert not any("@" in str(properties) + str(context) for properties, context in texts)


def test_only_who_bought_first_lately_is_on_the_second_purchase_journey(now: datetime) -> None:
    enrolled = Enrolment.objects.filter(journey__code="second-purchase")
    since = now - timedelta(days=19)

    assert enrolled.exists()
    for enrolment in enrolled.select_related("journey"):
        sales = Purchase.objects.filter(client=enrolment.client, brand=enrolment.journey.brand, kind="sale")
        assert [sale.occurred_at > since for sale in sales] == [True]


def test_each_house_has_its_journeys_and_its_cap() -> None:
    assert Counter(Journey.objects.values_list("brand__code", flat=True)) == {"AURELLE": 2, "SORANE": 2}
    assert set(CapRule.objects.values_list("brand__code", flat=True)) == {"AURELLE", "SORANE"}


def test_camille_may_be_written_to_and_has_the_tote_that_her_note_speaks_of(now: datetime) -> None:
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    aurelle = Brand.objects.get(code="AURELLE")

    assert may_profile(camille, brand=aurelle)
    assert may_contact(camille, purpose="marketing", channel="email", brand=aurelle, at=now).reason == "allowed"
    assert not may_contact(camille, purpose="marketing", channel="sms", brand=aurelle, at=now).is_allowed
    assert Purchase.objects.filter(client=camille, lines__description__contains="tote, cassis").exists()


def test_the_same_seed_makes_the_same_people(now: datetime) -> None:
    assert compose_people(50, 3, now, []) == compose_people(50, 3, now, [])
    assert compose_people(50, 3, now, []) != compose_people(50, 4, now, [])


def test_camille_has_wishes_a_full_bag_people_and_a_repair_at_the_workshop() -> None:
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")

    assert (camille.wishes.count(), camille.cart.count(), camille.loyalty_accounts.count()) == (2, 1, 1)
    people = camille.relations.order_by("kind").values_list("kind", "name", "other__given_name")
    assert list(people) == [
        ("assistant", "Nadia Ferrand", None),
        ("child", "Juliette Laurent", None),
        ("spouse", "", "Thomas"),
    ]
    assert list(camille.repairs.values_list("status", flat=True)) == ["received"]


def test_a_repair_stands_where_its_latest_step_brought_it() -> None:
    for repair in Repair.objects.prefetch_related("steps"):
        latest = max(repair.steps.all(), key=lambda step: step.at)
        assert (repair.status, repair.closed_at) == (latest.status, latest.at if latest.status == "closed" else None)
