from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from crm.models import Brand, Client
from journeys.models import Enrolment, Journey, JourneyVersion

pytestmark = pytest.mark.django_db


def test_a_living_process_says_so_without_asking_the_database(
    client: Browser, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/healthz")

    assert response.json() == {"status": "ok"}


def test_a_house_with_nothing_overdue_is_ready(client: Browser) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"status": "ready", "problems": [], "warnings": []}


def test_work_that_nobody_takes_makes_the_house_unready(client: Browser) -> None:
    brand = Brand.objects.create(code="AURELLE", name="Aurelle")
    journey = Journey.objects.create(brand=brand, code="welcome", name="Welcome", purpose="marketing")
    version = JourneyVersion.objects.create(journey=journey, number=1, graph={}, sha256="0" * 64)
    late = timezone.now() - timedelta(minutes=11)
    enrolment = Enrolment.objects.create(
        journey=journey, version=version, client=Client.objects.create(), node="wait", due_at=late
    )
    assert client.get("/readyz").status_code == 200, "what was only just enrolled is not stuck"
    Enrolment.objects.filter(pk=enrolment.pk).update(created_at=late)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["problems"] == ["enrolments_overdue"]


def test_every_answer_carries_a_request_id_of_our_own(client: Browser) -> None:
    response = client.get("/healthz", headers={"X-Request-Id": "theirs"})

    assert len(response.headers["X-Request-Id"]) == 32
