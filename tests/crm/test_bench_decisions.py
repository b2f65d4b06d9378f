"""What ``bench decisions`` measures leaves nothing behind."""

import pytest

from consent.models import CurrentDecision, Decision, Suppression
from crm.benchmarks.decisions import measure
from crm.models import Brand, Client
from tests.factories import allow_contact

pytestmark = pytest.mark.django_db


def test_decisions_are_measured_with_one_key_and_with_three_and_taken_back(camille: Client, brand: Brand) -> None:
    yes = allow_contact(camille, brand)

    figures = measure(each=3)

    asked = [f"{name}_{keys}_keys" for keys in (1, 3) for name in ("decision", "unsubscription", "question")]
    assert list(figures) == [
        "clients",
        *(f"{each}_{of}" for each in asked for of in ("p50_ms", "p95_ms", "statements")),
    ]
    assert figures["decision_3_keys_statements"] > figures["decision_1_keys_statements"]
    assert figures["question_3_keys_statements"] == figures["question_1_keys_statements"]
    assert (Decision.objects.get(), CurrentDecision.objects.get().decision) == (yes, yes)
    assert Suppression.objects.count() == 0
