"""A key that calls too often waits; another goes on, and so does everybody when Redis is gone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine
from pytest_django import Settings

from crm.api import throttle
from crm.models import ApiKey, Brand, Client
from tests.clienteling.api.conftest import caller

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
TWENTY_PAST = datetime(2026, 3, 10, 14, 0, 20, tzinfo=UTC)
# The moment stands still, so that slow processes count in the same minute as quick ones.
CALL = """
import sys
import django
django.setup()
import time_machine
from crm.api.throttle import TooManyCalls, charge
print("ready", flush=True)
sys.stdin.readline()
taken = 0
with time_machine.travel(1773151220, tick=False):
    for _ in range(150):
        try:
            charge(-7)
            taken += 1
        except TooManyCalls:
            pass
print(taken)
"""


@pytest.fixture(autouse=True)
def three_calls(settings: Settings) -> Iterator[None]:
    settings.API_CALLS_PER_MINUTE = 3
    connection = redis.Redis.from_url(settings.REDIS_URL)
    yield
    for key in connection.scan_iter("api:*"):
        connection.delete(key)


def statuses(api: Any, client: Client, times: int) -> list[int]:
    return [api.get(f"/api/v1/clients/{client.uid}/").status_code for _ in range(times)]


def test_a_key_that_calls_too_often_is_told_how_long_to_wait(brand: Brand, camille: Client) -> None:
    api = caller(brand, ["profiles:read"])

    with time_machine.travel(TWENTY_PAST, tick=False):
        taken = statuses(api, camille, 3)
        answer = api.get(f"/api/v1/clients/{camille.uid}/")

    assert (taken, answer.status_code, answer["Retry-After"]) == ([200] * 3, 429, "40")
    assert (answer["Content-Type"], answer.json()) == (
        "application/problem+json",
        {
            "type": "about:blank", "status": 429, "code": "rate_limited",
            "title": "This key calls too often. Wait, then call again.",
        },
    )  # fmt: skip


def test_what_is_over_the_limit_changes_nothing(brand: Brand) -> None:
    api = caller(brand, ["accounts:write"])
    account = {"password": "a-long-passphrase", "source": "aurelle-app", "language": "fr"}

    with time_machine.travel(TWENTY_PAST, tick=False):
        answers = [
            api.post("/api/v1/accounts/", {**account, "email": f"client-{n}@mail.example"}, format="json").status_code
            for n in range(4)
        ]

    assert (answers[3], Client.objects.count()) == (429, answers.count(201))


def test_the_next_minute_begins_anew(brand: Brand, camille: Client) -> None:
    api = caller(brand, ["profiles:read"])
    with time_machine.travel(TWENTY_PAST, tick=False):
        statuses(api, camille, 4)

    with time_machine.travel(TWENTY_PAST + timedelta(minutes=1), tick=False):
        assert statuses(api, camille, 4) == [200, 200, 200, 429]


def test_another_key_is_not_held_up(brand: Brand, camille: Client) -> None:
    with time_machine.travel(TWENTY_PAST, tick=False):
        statuses(caller(brand, ["profiles:read"]), camille, 4)

        assert statuses(caller(brand, ["profiles:read"]), camille, 1) == [200]


def test_two_processes_count_together(settings: Settings) -> None:
    told = {
        "DJANGO_SETTINGS_MODULE": "clienteling.settings", "REDIS_URL": settings.REDIS_URL,
        "CLIENTELING_API_CALLS_PER_MINUTE": "100",
    }  # fmt: skip
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", CALL], cwd=ROOT, env={**os.environ, **told}, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    ready = [each.stdout.readline() for each in begun if each.stdout]
    for each in begun:
        if each.stdin:
            each.stdin.write("go\n")
            each.stdin.flush()

    taken = [int(each.communicate(timeout=300)[0]) for each in begun]

    assert (ready, sum(taken)) == (["ready\n"] * 2, 100)


def test_without_redis_everybody_is_let_in(
    brand: Brand, camille: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    throttle._redis.cache_clear()

    with caplog.at_level("WARNING", "crm.api.throttle"):
        answers = statuses(caller(brand, ["profiles:read"]), camille, 4)

    throttle._redis.cache_clear()
    assert (answers, len(caplog.records)) == ([200] * 4, 4)


def test_the_document_says_what_too_many_calls_are_answered(brand: Brand) -> None:
    document = caller(brand, []).get("/api/v1/schema/", HTTP_ACCEPT="application/vnd.oai.openapi+json").json()

    answers = [operation["responses"]["429"] for path in document["paths"].values() for operation in path.values()]

    assert len(answers) > 20
    assert {tuple(each["headers"]) for each in answers} == {("Retry-After",)}


def test_a_call_without_a_key_counts_for_nobody(brand: Brand, camille: Client) -> None:
    api = caller(brand, ["profiles:read"])
    api.credentials()

    assert statuses(api, camille, 5) == [401] * 5
    assert ApiKey.objects.count() == 1
