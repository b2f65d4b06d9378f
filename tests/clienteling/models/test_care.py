"""What the database itself enforces of repairs and of answers to surveys, each broken once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from clienteling.models import Repair, RepairStep, SurveyAnswer
from crm.models import Brand, Client
from tests.crm.test_constraints import refuses

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, tzinfo=UTC)


def test_a_number_of_a_house_is_one_repair(camille: Client, brand: Brand, other_brand: Brand) -> None:
    repair = {"client": camille, "number": "R1", "opened_at": AT}
    Repair.objects.create(**repair, brand=brand)

    refuses("one_repair_per_brand_and_number", Repair, **repair, brand=brand)
    assert Repair.objects.create(**repair, brand=other_brand).brand == other_brand


@pytest.mark.parametrize(("status", "closed_at"), [("closed", None), ("shipped", AT)])
def test_a_closed_repair_says_when(camille: Client, brand: Brand, status: str, closed_at: datetime | None) -> None:
    moments = {"opened_at": AT, "closed_at": closed_at}

    refuses("a_closed_repair_says_when", Repair, client=camille, brand=brand, number="R1", status=status, **moments)


def test_a_step_told_twice_is_one(camille: Client, brand: Brand) -> None:
    repair = Repair.objects.create(client=camille, brand=brand, number="R1", opened_at=AT)
    step = {"repair": repair, "status": "opened", "at": AT}
    RepairStep.objects.create(**step)

    refuses("one_step_per_repair_moment_and_status", RepairStep, **step)


def answer(camille: Client, brand: Brand, **fields: Any) -> dict[str, Any]:
    return {"client": camille, "brand": brand, "answered_at": AT, "source": "survey", **fields}


def test_an_answer_is_kept_once(camille: Client, brand: Brand) -> None:
    given = answer(camille, brand, kind="nps", score=9, source_ref="A1")
    SurveyAnswer.objects.create(**given)

    refuses("one_answer_per_brand_source_and_reference", SurveyAnswer, **given)


@pytest.mark.parametrize(("kind", "lowest", "highest"), [("nps", 0, 10), ("csat", 1, 5), ("ces", 1, 7)])
def test_a_score_is_on_its_scale(camille: Client, brand: Brand, kind: str, lowest: int, highest: int) -> None:
    for score in (lowest, highest):
        SurveyAnswer.objects.create(**answer(camille, brand, kind=kind, score=score, source_ref=str(score)))

    for score in (lowest - 1, highest + 1):
        refuses(
            "a_score_is_on_its_scale", SurveyAnswer, **answer(camille, brand, kind=kind, score=score, source_ref="x")
        )
