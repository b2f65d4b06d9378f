"""Statements compiled once, asked many times."""

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from clienteling.lib.compiled import IsOneOf, asked, given_id, given_text
from crm.models import Client, User
from tests.factories import make_client

pytestmark = pytest.mark.django_db


def named_like() -> QuerySet[Client]:
    rows = Client.objects.filter(given_name=given_text("name")).order_by("pk")
    return rows.values_list("pk", Concat(Value("100 % “"), "given_name", Value("” %s '\\")))


def test_the_same_statement_answers_each_question_with_its_own_values() -> None:
    camille, paul = make_client("Camille"), make_client("Paul")

    answers = [asked("like", named_like, {"name": each.given_name}) for each in (camille, paul, camille)]

    assert answers == [
        [(camille.pk, "100 % “Camille” %s '\\")],
        [(paul.pk, "100 % “Paul” %s '\\")],
        [(camille.pk, "100 % “Camille” %s '\\")],
    ]


def test_what_is_given_is_a_value_and_never_part_of_the_statement(alice: User) -> None:
    make_client("Camille")

    assert asked("like", named_like, {"name": "' OR true --"}) == []
    assert asked("like", named_like, {"name": "%s %(name)s"}) == []


def test_it_is_made_once_and_stands_in_the_log_each_time() -> None:
    made = []

    def statement() -> QuerySet[Client]:
        made.append(1)
        return Client.objects.filter(IsOneOf("pk", "ids"), pk__lt=given_id("below")).values_list("given_name")

    camille = make_client("Camille")
    with CaptureQueriesContext(connection) as log:
        found = [asked("made once", statement, {"ids": [camille.pk], "below": camille.pk + 1}) for _ in range(4)]

    assert (found, len(made)) == ([[("Camille",)]] * 4, 1)
    assert [entry["sql"].startswith("SELECT") for entry in log] == [True] * 4


def test_an_empty_list_of_houses_finds_nothing() -> None:
    def statement() -> QuerySet[Client]:
        return Client.objects.filter(IsOneOf("pk", "ids")).values_list("pk")

    make_client("Camille")

    assert asked("of nothing", statement, {"ids": []}) == []
