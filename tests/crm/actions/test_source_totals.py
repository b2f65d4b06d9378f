"""What a source states that it sold, beside what we have."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone
from rest_framework.test import APIClient

from crm.actions.purchases import LineInput, record_purchase
from crm.actions.source_totals import Statement, compare_lately_stated, compare_totals, state_totals
from crm.models import Boutique, Brand, Purchase, SourceComparison, SourceTotal, User
from tests.clienteling.api.conftest import caller
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)


def sale(boutique: Boutique, source_ref: str, *, at: datetime = NOON, price: int = 900, **facts: Any) -> Purchase:
    defaults: dict[str, Any] = {"source": "till", "kind": "sale", "currency": "EUR"}
    quantity = -1 if facts.get("kind") == "return" else 1
    return record_purchase(
        brand=boutique.brand, source_ref=source_ref, occurred_at=at, boutique=boutique,
        lines=[LineInput("TOTE", quantity, Decimal(price))], **{**defaults, **facts},
    )  # fmt: skip


def compare(brand: Brand, *statements: Statement, source: str = "till") -> list[SourceComparison]:
    return compare_totals(state_totals(brand, source, statements, at=timezone.now()), on=DAY)


def stated(count: int, amount: str, **facts: Any) -> Statement:
    return Statement(**{"day": DAY, "kind": "sale", "currency": "EUR", **facts}, count=count, amount=Decimal(amount))


def test_the_same_sums_agree(boutique: Boutique) -> None:
    sale(boutique, "1")
    sale(boutique, "2", price=100)
    sale(boutique, "3", kind="return")
    sale(boutique, "4", currency="CHF")
    sale(boutique, "5", source="other-till")

    found = compare(boutique.brand, stated(2, "1000.00"), stated(1, "-900.00", kind="return"))

    assert [(each.our_count, each.our_amount) for each in found] == [
        (1, Decimal("-900.00")), (2, Decimal("1000.00")),
    ]  # fmt: skip


def test_a_day_is_the_brands_own(boutique: Boutique) -> None:
    """In Paris the tenth of March begins an hour before it does in UTC."""
    sale(boutique, "1", at=datetime(2026, 3, 9, 22, 59, tzinfo=UTC))
    sale(boutique, "2", at=datetime(2026, 3, 9, 23, 0, tzinfo=UTC))
    sale(boutique, "3", at=datetime(2026, 3, 10, 22, 59, tzinfo=UTC))
    sale(boutique, "4", at=datetime(2026, 3, 10, 23, 0, tzinfo=UTC))

    [found] = compare(boutique.brand, stated(2, "1800.00", references=["2", "3"]))

    assert (found.our_count, found.missing, found.unstated) == (2, [], [])


def test_the_references_that_one_side_lacks_are_named(boutique: Boutique) -> None:
    sale(boutique, "1")
    sale(boutique, "9")

    [found] = compare(boutique.brand, stated(2, "1800.00", references=["1", "2"]))

    assert (found.missing, found.unstated) == (["2"], ["9"])


def test_a_purchase_counts_for_every_system_that_told_of_it(boutique: Boutique) -> None:
    sale(boutique, "1", order_ref="W-1")
    sale(boutique, "E-1", source="erp", order_ref="W-1")

    [by_till] = compare(boutique.brand, stated(1, "900.00", references=["1"]))
    [by_erp] = compare(boutique.brand, stated(1, "900.00", references=["E-1"]), source="erp")

    assert [(each.our_count, each.missing) for each in (by_till, by_erp)] == [(1, []), (1, [])]


def test_a_newer_statement_takes_the_place_of_an_older_and_never_the_reverse(brand: Brand) -> None:
    now = timezone.now()
    state_totals(brand, "till", [stated(2, "20.00")], at=now)
    state_totals(brand, "till", [stated(1, "10.00")], at=now - timedelta(hours=1))
    before = SourceTotal.objects.get().count
    state_totals(brand, "till", [stated(3, "30.00")], at=now + timedelta(hours=1))

    assert (before, SourceTotal.objects.get().count) == (2, 3)


def test_every_night_is_kept_once(boutique: Boutique) -> None:
    state_totals(boutique.brand, "till", [stated(1, "900.00")], at=NOON)

    differing = [compare_lately_stated(now=NOON), compare_lately_stated(now=NOON)]
    sale(boutique, "1")
    differing.append(compare_lately_stated(now=NOON + timedelta(days=1)))

    assert differing == [1, 1, 0]
    assert list(SourceComparison.objects.order_by("compared_on").values_list("compared_on", "our_count")) == [
        (DAY, 0), (DAY + timedelta(days=1), 1),
    ]  # fmt: skip


@pytest.fixture
def api(brand: Brand) -> APIClient:
    return caller(brand, ["totals:write"])


def post(api: APIClient, **total: Any) -> Any:
    defaults = {"day": "2026-03-10", "currency": "EUR", "count": 1, "amount": "900.00"}
    return api.post("/api/v1/source-totals/", {"source": "till", "totals": [{**defaults, **total}]}, format="json")


def test_whoever_states_a_total_is_told_ours(api: APIClient, boutique: Boutique) -> None:
    answer = post(api, references=["1"])

    assert answer.json() == [
        {
            "day": "2026-03-10", "kind": "sale", "currency": "EUR", "count": 1, "amount": "900.00", "our_count": 0,
            "our_amount": "0.00", "missing": ["1"], "unstated": [], "is_equal": False,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "-1.00"}, {"kind": "return"}, {"currency": "EURO"}, {"currency": "XXX"}, {"count": -1},
        {"day": "2999-01-01"}, {"references": ["x"] * 10_001},
    ],
    ids=["sign", "sign_of_return", "currency", "unknown_currency", "count", "future", "references"],
)  # fmt: skip
def test_a_total_that_cannot_be_is_refused(api: APIClient, wrong: dict[str, Any]) -> None:
    assert (post(api, **wrong).status_code, SourceTotal.objects.count()) == (400, 0)


def test_days_that_differ_are_shown_first_with_what_is_missing(boutique: Boutique, hana: User) -> None:
    today = timezone.now().date()
    compare(
        boutique.brand, stated(0, "0.00", day=today), stated(1, "5.00", day=today, currency="CHF", references=["7"])
    )
    browser = Browser()
    browser.force_login(hana)

    context = browser.get("/data-quality/totals/").context
    overview = browser.get("/data-quality/sources/").context

    assert [each.missing for each, _ in context["differing"]] == [["7"]]
    assert [each.total.currency for each in context["agreeing"]] == ["EUR"]
    assert (overview["compared"], overview["differing"]) == (2, 1)


def test_sums_of_money_are_not_for_the_headquarters_of_one_country(brand: Brand) -> None:
    compare(brand, stated(1, "5.00", day=timezone.now().date()))
    browser = Browser()
    browser.force_login(make_user("Ida", "hq", brand=brand, country="IT"))

    answers = browser.get("/data-quality/totals/"), browser.get("/data-quality/sources/")

    assert (answers[0].status_code, answers[1].context["compared"]) == (403, 0)
