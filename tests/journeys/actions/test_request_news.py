"""Whoever used a right is told that there is an answer; what it says stands behind their link alone."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from clienteling.mailsink.store import MailStore
from consent.actions.restrict import lift_restriction
from consent.models import SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.close import extend_request, finish_request, refuse_request
from consent.rights.identity import ask_for_code
from consent.rights.requests import open_request
from consent.views.words import words_in
from crm.actions.scores import record_score
from crm.models import Brand, Client, User
from journeys.actions.dispatch import send_due
from journeys.actions.sweep import sweep_recent
from journeys.models import Send

pytestmark = pytest.mark.django_db
WINDOW = timedelta(hours=2)


@pytest.fixture(autouse=True)
def _tuesday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def review(camille: Client, brand: Brand, now: datetime) -> SubjectRequest:
    record_score(camille, brand=brand, model="clv", version="1", value=0.9, at=now)
    return open_request(camille, kind="human_review", intake="client_page")


def decided(review: SubjectRequest, petra: User, now: datetime) -> SubjectRequest:
    score = review.client.scores.get()
    said = {"score": str(score.pk), "value": "0.3", "reason": "You bought for others"}
    return answer_request(review, actor=petra, said=said, at=now)


def test_a_score_that_a_person_reviewed_is_told_from_the_asking_to_the_answer(
    camille: Client, review: SubjectRequest, petra: User, now: datetime, sink: MailStore,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        decided(review, petra, now)

    send_due(seconds=5)

    (mail,) = sink.mails()
    assert (mail.recipient, mail.subject) == ("camille@mail.example", "Des nouvelles de votre demande")
    assert ["You bought for others" in mail.text, "0.3" in mail.text] == [False, False]
    (link,) = re.findall(r"https?://[^/]+(/\S+/rights/)", mail.text)
    page = Browser().get(f"{link}{review.reference}/").content.decode()
    words = words_in("fr")
    said = ("score_clv", "review_overridden", "done")
    assert [words[each] in page for each in said] + ["You bought for others" in page] == [True] * 4


@pytest.mark.parametrize("deed", ["extend", "refuse", "file", "lift"])
def test_each_answer_and_each_delay_is_told_once(
    camille: Client, petra: User, now: datetime, deed: str, django_capture_on_commit_callbacks: Any
) -> None:
    request = open_request(camille, kind="access" if deed == "file" else "restriction", intake="client_page")
    with django_capture_on_commit_callbacks(execute=True):
        if deed == "extend":
            extend_request(request, because="Many records", actor=petra, at=now)
        elif deed == "refuse":
            refuse_request(request, why="nothing", words="There is nothing.", actor=petra, at=now)
        elif deed == "file":
            finish_request(request, at=now)
        else:
            answer_request(request, actor=petra, said={}, at=now)
            lift_restriction(camille, because="settled", actor=petra, at=now)
    before = Send.objects.count()

    sweep_recent(now=now, window=WINDOW)

    assert (before, Send.objects.count()) == (2 if deed == "lift" else 1,) * 2
    assert set(Send.objects.values_list("template", "purpose")) == {("request-news", "service")}


def test_what_held_at_once_and_an_erasure_are_no_news(camille: Client, petra: User, now: datetime) -> None:
    open_request(camille, kind="objection_marketing", intake="client_page")
    erasure = open_request(camille, kind="erasure", intake="officer")
    SubjectRequest.objects.filter(pk=erasure.pk).update(state="working", identity_by="in_person")
    finish_request(erasure, at=now, actor=petra)

    sweep_recent(now=now, window=WINDOW)

    assert Send.objects.count() == 0


def test_news_and_a_code_whose_signals_were_lost_are_sent_once(
    camille: Client, review: SubjectRequest, petra: User, now: datetime
) -> None:
    decided(review, petra, now)
    ask_for_code(open_request(camille, kind="erasure", intake="client_page"))

    for _ in range(2):
        sweep_recent(now=now, window=WINDOW)

    assert sorted(Send.objects.values_list("template", flat=True)) == ["identity-code", "request-news"]


def test_nobody_is_written_to_without_an_address(
    camille: Client, review: SubjectRequest, petra: User, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    camille.identifiers.filter(namespace="email").update(retracted_at=now)

    with django_capture_on_commit_callbacks(execute=True):
        decided(review, petra, now)

    assert (Send.objects.count(), sweep_recent(now=now, window=WINDOW).enrolled) == (0, 0)
