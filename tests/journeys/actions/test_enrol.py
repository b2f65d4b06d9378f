"""Who enters a journey, who does not, and who leaves it early."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from crm.models import Boutique, Brand, Client, Product, Purchase, StockAlert
from crm.signals import purchases_recorded, stock_alert_requested
from journeys.actions.enrol import enrol_client
from journeys.actions.library import ensure_journeys, second_purchase_graph
from journeys.actions.publish import publish_version
from journeys.graph import GraphError
from journeys.models import Enrolment, Journey, JourneyVersion, Send
from tests.factories import make_client, make_purchase, set_stock

Advance = Callable[[datetime], int]


def record(*purchases: Purchase) -> None:
    purchases_recorded.send(sender=None, purchase_ids=[each.pk for each in purchases])


def runs() -> list[tuple[str, str, str]]:
    return list(Enrolment.objects.order_by("pk").values_list("node", "status", "ended_reason"))


def test_a_first_purchase_enrols_and_waits_three_weeks_from_the_purchase(
    enrolment: Enrolment, first_purchase: Purchase, advance: Advance, clock: object
) -> None:
    bought = first_purchase.occurred_at

    advance(bought + timedelta(seconds=1))

    enrolment.refresh_from_db()
    assert (enrolment.node, enrolment.due_at) == ("until-wave-1", bought + timedelta(days=21))
    assert enrolment.context == {"purchase": first_purchase.pk}


def test_the_same_signal_twice_enrols_once(first_purchase: Purchase) -> None:
    record(first_purchase)
    Enrolment.objects.update(status="ended", ended_reason="did_not_buy_again", due_at=None)
    record(first_purchase)

    assert len(runs()) == 1


@pytest.mark.parametrize("days", [61, 5_000])
def test_an_old_purchase_from_an_import_enrols_nobody(
    camille: Client, boutique: Boutique, tote: Product, days: int
) -> None:
    record(make_purchase(camille, boutique, tote, at=timezone.now() - timedelta(days=days)))

    assert runs() == []


def test_two_purchases_returns_and_anonymous_sales_enrol_nobody(
    camille: Client, boutique: Boutique, tote: Product, wallet: Product
) -> None:
    bought = timezone.now() - timedelta(days=2)
    bob_senior = make_client("Bob senior")

    record(
        make_purchase(camille, boutique, tote, at=bought),
        make_purchase(camille, boutique, wallet, at=bought),
        make_purchase(bob_senior, boutique, tote, at=bought, kind="return"),
        make_purchase(None, boutique, tote, at=bought),
    )

    assert runs() == []


def test_a_second_purchase_ends_the_run_before_wave_one(
    first_purchase: Purchase, boutique: Boutique, wallet: Product, advance: Advance, now: datetime
) -> None:
    advance(now - timedelta(days=10))
    record(make_purchase(first_purchase.client, boutique, wallet, at=now - timedelta(days=9)))

    advance(now + timedelta(days=100))

    assert runs() == [("until-wave-1", "ended", "bought_again")]
    assert Send.objects.count() == 0


def test_a_second_purchase_whose_signal_was_lost_ends_the_run_all_the_same(
    first_purchase: Purchase, boutique: Boutique, wallet: Product, advance: Advance, now: datetime
) -> None:
    make_purchase(first_purchase.client, boutique, wallet, at=now - timedelta(days=9))

    advance(now)

    assert runs()[0][1:] == ("ended", "bought_again")
    assert Send.objects.count() == 0


def test_a_return_of_the_first_piece_does_not_count_as_buying_again(
    first_purchase: Purchase, boutique: Boutique, tote: Product, advance: Advance, now: datetime
) -> None:
    record(make_purchase(first_purchase.client, boutique, tote, at=now, kind="return"))

    assert runs() == [("first-purchase", "live", "")]


def test_five_hundred_purchases_take_as_many_statements_as_one(
    boutique: Boutique, tote: Product, django_assert_num_queries: Callable[[int], object]
) -> None:
    clients = [make_client(f"Client {number}") for number in range(30)]
    purchases = [make_purchase(each, boutique, tote, at=timezone.now()) for each in clients]

    with django_assert_num_queries(6):  # type: ignore[attr-defined]  # two statements, each in its savepoint
        record(*purchases)

    assert len(runs()) == 30


@pytest.mark.django_db(transaction=True)
def test_eight_threads_enrol_a_client_once(camille: Client, second_purchase: Journey, now: datetime) -> None:
    def enrol(_: int) -> Enrolment | None:
        try:
            return enrol_client(second_purchase, camille, context={}, at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        enrolled = [each for each in workers.map(enrol, range(16)) if each]

    assert (len(enrolled), Enrolment.objects.count()) == (1, 1)


@pytest.fixture
def alert(camille: Client, brand: Brand, tote: Product) -> StockAlert:
    return StockAlert.objects.create(brand=brand, client=camille, variant=tote.variants.get())


def test_an_alert_enrols_once_however_often_it_is_told(alert: StockAlert) -> None:
    for _ in range(2):
        stock_alert_requested.send(sender=None, alert_id=alert.pk)

    (enrolment,) = Enrolment.objects.all()
    assert (enrolment.entry_key, enrolment.context) == (
        f"alert:{alert.pk}",
        {"alert": alert.pk, "variant": alert.variant_id},
    )


def test_a_piece_that_came_back_ends_the_run_without_a_message(
    alert: StockAlert, boutique: Boutique, tote: Product, advance: Advance
) -> None:
    stock_alert_requested.send(sender=None, alert_id=alert.pk)
    set_stock(tote, boutique, 1)

    advance(timezone.now() + timedelta(days=4))

    assert runs()[0][1:] == ("ended", "back_in_stock")
    assert Send.objects.count() == 0


def test_runs_stay_on_the_graph_on_which_they_began(
    enrolment: Enrolment, second_purchase: Journey, advance: Advance, now: datetime
) -> None:
    slower = second_purchase_graph(wait=timedelta(days=40))
    publish_version(second_purchase, slower)

    advance(now)

    enrolment.refresh_from_db()
    assert (enrolment.version.number, enrolment.node) == (1, "after-wave-1")
    assert JourneyVersion.objects.filter(journey=second_purchase).count() == 2


def test_the_library_is_made_once_and_never_overwrites_the_houses_own(brand: Brand, second_purchase: Journey) -> None:
    own = {key: value for key, value in second_purchase_graph(wait=timedelta(days=10)).items() if key != "origin"}
    publish_version(second_purchase, own)

    ensure_journeys(brand)
    ensure_journeys(brand)

    assert Journey.objects.filter(brand=brand).count() == 2
    assert list(second_purchase.versions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_graph_with_an_unknown_template_is_not_published(second_purchase: Journey) -> None:
    graph = second_purchase_graph()
    graph["nodes"]["wave-1"]["template"] = "no-such-message"

    with pytest.raises(GraphError) as refusal:
        publish_version(second_purchase, graph)

    assert (refusal.value.code, refusal.value.node) == ("template_unknown", "wave-1")
    assert second_purchase.versions.count() == 1


def test_one_broken_run_does_not_stop_the_others(
    enrolment: Enrolment, camille: Client, second_purchase: Journey, advance: Advance, now: datetime
) -> None:
    broken = enrol_client(second_purchase, make_client("Broken"), context={}, at=now - timedelta(days=1))
    assert broken is not None
    Enrolment.objects.filter(pk=broken.pk).update(node="no-such-node")

    advance(now)

    enrolment.refresh_from_db()
    broken.refresh_from_db()
    assert enrolment.node == "after-wave-1"
    assert (broken.node, broken.status, broken.lease_until is not None) == ("no-such-node", "live", True)
