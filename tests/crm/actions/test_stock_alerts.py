"""Back in stock: the wish, the client, the segment, the consent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from consent.actions.suppress import withdraw_by_link
from consent.models import Decision
from consent.queries.permission import may_contact
from crm.actions.stock_alerts import request_stock_alert
from crm.identity.errors import IdentityError
from crm.models import (
    Brand,
    Client,
    Identifier,
    Interaction,
    Product,
    Segment,
    SegmentChange,
    SegmentMember,
    Source,
    StockAlert,
)
from crm.signals import segment_entered, stock_alert_requested
from tests.factories import make_interaction, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[dict[str, int]]]:
    received: list[dict[str, int]] = []

    def listen(signal: object, sender: object, **facts: int) -> None:
        received.append(facts)

    for signal in (stock_alert_requested, segment_entered):
        signal.connect(listen)
    yield received
    for signal in (stock_alert_requested, segment_entered):
        signal.disconnect(listen)


@pytest.fixture
def scarf(brand: Brand) -> Product:
    return make_product(brand, "scarf", tags=["gift"])


@pytest.fixture
def gift(brand: Brand) -> Segment:
    return Segment.objects.create(brand=brand, code="gift", name="Gift", tag="gift")


def ask(product: Product, at: datetime, **facts: Any) -> StockAlert:
    defaults = {
        "email": "camille@mail.example", "tags": ["gift"], "language": "fr", "source": "aurelle-web",
        "consent_given": False,
    }  # fmt: skip
    return request_stock_alert(brand=product.brand, variant=product.variants.get(), at=at, **{**defaults, **facts})


def test_a_visitor_becomes_a_client_of_the_gift_segment(  # noqa: PLR0917
    scarf: Product, gift: Segment, source: Source, now: datetime, heard: list[dict[str, int]],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    seen = make_interaction(source, anonymous_id="visitor-1", properties={"sku": "SCARF"})

    with django_capture_on_commit_callbacks(execute=True):
        alert = ask(scarf, now, anonymous_id="visitor-1")

    client = Client.objects.get()
    assert (alert.client, alert.tags, alert.language, alert.is_repeat) == (client, ["gift"], "fr", False)
    assert (client.language, client.source) == ("fr", "aurelle-web")
    assert list(SegmentMember.objects.values_list("segment", "client")) == [(gift.pk, client.pk)]
    assert Interaction.objects.get(pk=seen.pk).client == client
    assert client.relationships.get().brand == scarf.brand
    assert heard == [{"segment_id": gift.pk, "client_id": client.pk}, {"alert_id": alert.pk}]


def test_the_alert_may_be_written_and_marketing_may_not(scarf: Product, brand: Brand, now: datetime) -> None:
    client = ask(scarf, now).client

    alerts = may_contact(client, purpose="stock-alerts", channel="email", brand=brand, at=now)
    marketing = may_contact(client, purpose="marketing", channel="email", brand=brand, at=now)
    assert (alerts.is_allowed, marketing.is_allowed, marketing.reason) == (True, False, "no_decision")
    decision = Decision.objects.get()
    assert (decision.pk, decision.origin, decision.language) == (alerts.decision_id, "aurelle-web", "fr")
    assert decision.notice is not None
    assert decision.notice.language == "fr"


def test_the_box_for_marketing_counts_when_it_was_ticked(scarf: Product, brand: Brand, now: datetime) -> None:
    client = ask(scarf, now, consent_given=True).client

    assert may_contact(client, purpose="marketing", channel="email", brand=brand, at=now).is_allowed is True


def test_the_same_wish_again_is_one_alert_and_one_signal(
    scarf: Product, gift: Segment, now: datetime, heard: list[dict[str, int]], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(scarf, now)
        again = ask(scarf, now, email=" Camille@mail.example")

    assert (again.pk, again.is_repeat) == (first.pk, True)
    assert (StockAlert.objects.count(), SegmentChange.objects.count(), len(heard)) == (1, 1, 2)


def test_a_known_client_keeps_their_language(scarf: Product, camille: Client, now: datetime) -> None:
    alert = ask(scarf, now, language="it")

    camille.refresh_from_db()
    assert (alert.client, alert.language, camille.language) == (camille, "it", "fr")


def test_an_address_that_is_none_is_refused_and_nothing_is_kept(scarf: Product, gift: Segment, now: datetime) -> None:
    with pytest.raises(IdentityError) as refusal:
        ask(scarf, now, email="camille at mail", anonymous_id="visitor-1")

    assert refusal.value.code == "email_invalid"
    kept = (StockAlert, Client, Identifier, Decision, SegmentMember)
    assert [model._default_manager.count() for model in kept] == [0] * 5


def test_a_form_that_anybody_fills_in_does_not_undo_an_unsubscription(
    camille: Client, brand: Brand, scarf: Product, now: datetime
) -> None:
    withdraw_by_link(camille, brand=brand, channel="email", at=now)

    request_stock_alert(
        brand=brand, variant=scarf.variants.get(), email="camille@mail.example", tags=[], language="fr",
        source="aurelle-web", consent_given=True, at=now + timedelta(days=1),
    )  # fmt: skip

    news = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=now)
    alert = may_contact(camille, purpose="stock-alerts", channel="email", brand=brand, at=now)
    assert (news.reason, alert.reason) == ("suppressed", "withdrawn")
