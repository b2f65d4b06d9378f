"""What stays of an erased person ends too, when no law wants it any longer."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from consent.actions.decide import record_decision
from consent.models import CurrentDecision, Decision, RequestStep, SubjectRequest
from consent.retention.nights import expire_tables
from consent.rights.requests import open_request
from crm.models import Client, Purchase, PurchaseLine
from tests.factories import allow_contact, make_known_client, make_product, make_purchase

pytestmark = pytest.mark.django_db
LONG_AGO, ELEVEN_YEARS = datetime(2019, 5, 1, tzinfo=UTC), datetime(2015, 1, 5, tzinfo=UTC)


def erased_at(client, moment):
    Client.objects.filter(pk=client.pk).update(erased_at=moment)


@pytest.fixture
def decided(boutique, brand):
    """Camille and Hugo said yes in May 2019, and objected later that day."""
    people = [make_known_client(boutique, name, email=f"{name}@example.org".lower()) for name in ("Camille", "Hugo")]
    for each in people:
        with time_machine.travel(LONG_AGO, tick=False):
            record_decision(
                each, brand=brand, purpose="marketing", channel="email", contact=each.contact_point("email") or "",
                status="given", method="app", at=LONG_AGO,
            )  # fmt: skip
            open_request(each, kind="objection_marketing", intake="officer", at=LONG_AGO)
    return people


def test_proof_ends_five_years_after_the_person_was_erased(decided):
    camille, hugo = decided
    erased_at(camille, datetime(2020, 1, 1, tzinfo=UTC))
    erased_at(hugo, datetime(2024, 6, 1, tzinfo=UTC))

    expire_tables(at=datetime(2029, 3, 1, tzinfo=UTC), seconds=30)

    for model in (CurrentDecision, Decision, SubjectRequest):
        assert set(model.objects.values_list("client", flat=True)) == {hugo.pk}
    assert set(RequestStep.objects.values_list("request__client", flat=True)) == {hugo.pk}


def test_proof_of_whoever_is_known_stays(decided, now):
    kept = Decision.objects.count()

    expire_tables(at=datetime(2040, 3, 1, tzinfo=UTC), seconds=30)

    assert kept >= 2
    assert Decision.objects.count() == kept


def test_the_database_lets_no_young_proof_go_even_to_retention(camille, brand, now):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=300), tick=False):
        decision = allow_contact(camille, brand)
    young = Decision.objects.create(
        client=camille, brand=brand, purpose=decision.purpose, channel="email", contact_hash="h", status="given",
        method="app", captured_at=datetime.now(UTC) - timedelta(days=300),
    )  # fmt: skip

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('consent.retention', 'on', true)")
    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        Decision.objects.filter(pk=young.pk).delete()
    with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
        Decision.objects.update(status="withdrawn")

    assert Decision.objects.filter(pk=young.pk, status="given").exists()


def test_an_invoice_of_an_erased_person_ends_with_the_law_and_of_a_client_it_stays(boutique, brand, now):
    camille, hugo = make_known_client(boutique), make_known_client(boutique, "Hugo")
    ring = make_product(brand, "RING-1")
    for each in (camille, hugo):
        make_purchase(each, boutique, ring, at=ELEVEN_YEARS)
    young = make_purchase(camille, boutique, ring, at=LONG_AGO)
    erased_at(camille, now)

    expire_tables(at=now, seconds=30)

    assert set(Purchase.objects.values_list("client", "pk")) == {
        (hugo.pk, Purchase.objects.get(client=hugo).pk), (camille.pk, young.pk),
    }  # fmt: skip
    assert set(PurchaseLine.objects.values_list("purchase__client", flat=True)) == {camille.pk, hugo.pk}
