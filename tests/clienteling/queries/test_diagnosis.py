from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from clienteling.queries import diagnosis
from clienteling.queries.diagnosis import Finding, findings
from crm.models import Brand, Client, Source
from journeys.models import Enrolment, Journey, JourneyVersion
from tests.factories import make_interaction

pytestmark = pytest.mark.django_db


def enrol(client: Client, brand: Brand, *, minutes_late: int, journey_status: str = "live") -> Enrolment:
    journey = Journey.objects.create(
        brand=brand, code="doctor", name="Doctor", purpose="marketing", status=journey_status
    )
    version = JourneyVersion.objects.create(journey=journey, number=1, graph={}, sha256="0" * 64)
    due = timezone.now() - timedelta(minutes=minutes_late)
    enrolment = Enrolment.objects.create(journey=journey, version=version, client=client, node="wait", due_at=due)
    Enrolment.objects.filter(pk=enrolment.pk).update(created_at=due - timedelta(days=1))
    return enrolment


def wrong() -> list[Finding]:
    return [finding for finding in findings() if finding.is_wrong]


def test_a_house_in_order_has_nothing_wrong() -> None:
    assert wrong() == []


def test_an_enrolment_that_no_worker_takes_is_told_with_what_to_do(camille: Client, brand: Brand) -> None:
    enrol(camille, brand, minutes_late=11)

    assert wrong() == [
        Finding(
            "Enrolments",
            "1 overdue by more than 10 minutes",
            "Start a worker and beat: `celery -A clienteling worker` and `celery -A clienteling beat`.",
        )
    ]


def test_work_that_fell_due_just_now_is_not_stuck(camille: Client, brand: Brand) -> None:
    enrol(camille, brand, minutes_late=9)

    assert wrong() == []


def test_a_paused_journey_is_not_stuck(camille: Client, brand: Brand) -> None:
    enrol(camille, brand, minutes_late=11, journey_status="paused")

    assert wrong() == []


def test_data_whose_project_was_deleted_is_told_and_is_not_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "is_root", lambda: True)
    monkeypatch.setattr(diagnosis, "shared_home", lambda: tmp_path)
    for name, var in (("gone", "/nowhere/project/var"), ("kept", str(tmp_path / "var"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "made-for").write_text(f"{var}\n")

    told = [finding for finding in findings() if finding.subject == "Data without its project"]

    assert told == [
        Finding(
            "Data without its project", f"{tmp_path / 'gone'}, made for /nowhere/project/var: may be deleted", fix=""
        )
    ]


def test_an_interaction_without_a_month_is_told(source: Source) -> None:
    make_interaction(source, at=datetime(2019, 5, 3, tzinfo=UTC))

    assert wrong() == [
        Finding("Interactions", "some of 2019-05 lie in no month", "Run `manage.py migrate`; start beat.")
    ]
