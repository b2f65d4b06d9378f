"""Of whoever objected to conclusions neither a score nor its absence says anything, whatever the operator."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from consent.actions.decide import decide_for_person
from consent.actions.restrict import restrict_client
from crm.actions.segment_versions import make_segment, publish_segment
from crm.models import Boutique, Brand, Client, Score, User
from crm.segments.compiling import compile_definition
from crm.segments.definition import read_definition
from crm.segments.fragment import Scope
from crm.tasks import recompute_segments, refresh_segments
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db
Rule = dict[str, Any]
HIGH: Rule = {"kind": "score", "model": "clv", "comparison": "at_least", "number": 0.5}
LOW: Rule = {"kind": "score", "model": "clv", "comparison": "at_most", "number": 0.5}
FRENCH: Rule = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR"]}
ITALIAN: Rule = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["IT"]}


def group(op: str, *rules: Rule) -> Rule:
    return {"op": op, "rules": list(rules)}


@pytest.fixture
def scored(camille: Client, brand: Brand, now: datetime) -> Client:
    """Camille has a score and never objected."""
    Score.objects.create(client=camille, brand=brand, model="clv", version="1", value=0.9, at=now)
    return camille


@pytest.fixture
def unscored(boutique: Boutique) -> Client:
    """Has no score, and did not object either."""
    return make_known_client(boutique, "Hugo", country="FR")


@pytest.fixture
def objector(boutique: Boutique, brand: Brand, now: datetime) -> Client:
    client = make_known_client(boutique, "Léonie", country="FR")
    decide_for_person(client, brand=brand, purpose="profiling", status="withdrawn", method="app", at=now)
    return client


def members(definition: Rule, brand: Brand, at: datetime) -> set[int]:
    compiled = compile_definition(read_definition(definition), Scope(brand.pk, at))
    with connection.cursor() as cursor:
        cursor.execute(compiled.text, compiled.values)
        return {row[0] for row in cursor.fetchall()}


# By definition: whether Camille (0.9), Hugo (no score) and Léonie (objects) are in it.
DECIDED = {
    "high": (group("and", HIGH), (True, False, False)),
    "low": (group("and", LOW), (False, False, False)),
    "high or low": (group("or", HIGH, LOW), (True, False, False)),
    "not high": (group("not", HIGH), (False, True, False)),
    "not low": (group("not", LOW), (True, True, False)),
    "neither": (group("not", HIGH, LOW), (False, True, False)),
    "not not high": (group("not", group("not", HIGH)), (True, False, False)),
    "not not not high": (group("not", group("not", group("not", HIGH))), (False, True, False)),
    "french and not high": (group("and", FRENCH, group("not", HIGH)), (False, True, False)),
    "french and high": (group("and", FRENCH, HIGH), (True, False, False)),
    "not both": (group("not", group("and", FRENCH, HIGH)), (False, True, False)),
    # What the rest says whatever the score might be is no word of the score.
    "french or high": (group("or", FRENCH, HIGH), (True, True, True)),
    "not both of which one is wrong": (group("not", group("and", ITALIAN, HIGH)), (True, True, True)),
    "none of which one is right": (group("not", FRENCH, HIGH), (False, False, False)),
    "without a score": (group("not", ITALIAN), (True, True, True)),
}


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_an_objector_is_in_no_set_that_a_score_decides(
    name: str, scored: Client, unscored: Client, objector: Client, brand: Brand, now: datetime
) -> None:
    definition, expected = DECIDED[name]

    found = members(definition, brand, now)

    assert tuple(each.pk in found for each in (scored, unscored, objector)) == expected


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_a_score_that_is_still_there_decides_nothing(name: str, objector: Client, brand: Brand, now: datetime) -> None:
    """It is on its way out (crm.cease_scores), or a script wrote it."""
    definition, expected = DECIDED[name]

    for value in (0.1, 0.9):
        Score.objects.update_or_create(
            client=objector, brand=brand, model="clv", defaults={"version": "1", "value": value, "at": now}
        )
        assert (objector.pk in members(definition, brand, now)) == expected[2]


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_whoever_is_restricted_is_in_no_set_at_all(
    name: str, scored: Client, brand: Brand, petra: User, now: datetime
) -> None:
    restrict_client(scored, reason="contested", actor=petra)

    assert scored.pk not in members(DECIDED[name][0], brand, now)


@pytest.mark.parametrize("purpose", ["profiling", "automated-decisions"])
@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_either_no_is_an_objection(
    purpose: str, status: str, scored: Client, unscored: Client, brand: Brand, now: datetime
) -> None:
    decide_for_person(unscored, brand=brand, purpose=purpose, status=status, method="app", at=now)

    assert members(group("not", HIGH), brand, now) == set()


def test_a_no_to_another_house_counts_for_the_score_of_the_group_alone(
    scored: Client, unscored: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    for each in (scored, unscored):
        decide_for_person(each, brand=other_brand, purpose="profiling", status="withdrawn", method="app", at=now)

    assert members(group("and", HIGH), brand, now) == {scored.pk}
    assert members(group("not", LOW), brand, now) == {scored.pk}


def look() -> None:
    recompute_segments()
    refresh_segments()


def test_a_segment_that_stands_on_one_by_score_says_nothing_of_an_objector_either(
    scored: Client, unscored: Client, objector: Client, brand: Brand, now: datetime, hana: User
) -> None:
    for code, definition in {
        "valued": group("and", HIGH),
        "middle": group("and", {"kind": "segment", "code": "valued"}),
        "others": group("not", {"kind": "segment", "code": "middle"}),
        "french": group("and", FRENCH),
        "not-french": group("not", {"kind": "segment", "code": "french"}),
    }.items():
        segment = make_segment(brand, code=code, name=code, kind="computed")
        publish_segment(segment, definition, actor=hana)
    look()
    look()

    def inside(code: str) -> set[int]:
        return members(group("and", {"kind": "segment", "code": code}), brand, now)

    assert [inside(code) for code in ("valued", "others", "not-french")] == [{scored.pk}, {unscored.pk}, set()]
    Client.objects.filter(pk=objector.pk).update(country="IT")
    look()
    look()
    assert [inside(code) for code in ("others", "not-french")] == [{unscored.pk}, {objector.pk}]


def test_an_objection_takes_somebody_out_of_a_set_that_wants_no_score(
    scored: Client, unscored: Client, brand: Brand, now: datetime, hana: User
) -> None:
    segment = make_segment(brand, code="others", name="Others", kind="computed")
    publish_segment(segment, group("not", HIGH), actor=hana)
    look()
    assert set(segment.members.values_list("client", flat=True)) == {unscored.pk}

    decide_for_person(unscored, brand=brand, purpose="profiling", status="withdrawn", method="app", at=now)
    refresh_segments()

    assert set(segment.members.values_list("client", flat=True)) == set()
