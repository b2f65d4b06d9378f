"""Scores cease where a client objects, and a person's word holds against the model's."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from consent.rights.answer import answer_request
from consent.rights.errors import RightsError
from consent.rights.requests import confirm_in_person, open_request
from crm.actions.merge import merge_clients
from crm.actions.scores import cease_scores_of_objectors, record_score
from crm.actions.segment_versions import make_segment, publish_segment
from crm.models import Brand, Client, Score, SegmentMember, User
from crm.tasks import recompute_segments, refresh_segments
from tests.factories import make_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(camille: Client, brand: Brand, now: datetime) -> Score:
    made = record_score(camille, brand=brand, model="clv", version="1", value=0.9, reason="buys each spring", at=now)
    assert made is not None
    return made


def objects(client: Client, brand: Brand | None = None) -> None:
    open_request(client, kind="objection_profiling", intake="client_page", brand=brand)


def test_an_objection_ends_scores_and_lets_none_be_written(
    camille: Client, brand: Brand, score: Score, now: datetime
) -> None:
    objects(camille)

    assert Score.objects.count() == 0
    again = record_score(camille, brand=brand, model="clv", version="2", value=0.8, at=now + timedelta(days=1))
    of_group = record_score(camille, brand=None, model="clv", version="2", value=0.8, at=now)
    assert (again, of_group, Score.objects.count()) == (None, None, 0)


def test_an_objection_to_one_house_leaves_the_other_ones_score(
    camille: Client, brand: Brand, other_brand: Brand, score: Score, now: datetime
) -> None:
    theirs = record_score(camille, brand=other_brand, model="clv", version="1", value=0.4, at=now)

    objects(camille, brand)

    assert list(Score.objects.all()) == [theirs]


def test_a_segment_that_asks_for_scores_lets_the_client_go(
    camille: Client, brand: Brand, score: Score, hana: User, now: datetime
) -> None:
    segment = make_segment(brand, code="valued", name="Valued", kind="computed")
    score_rule = {"kind": "score", "model": "clv", "comparison": "at_least", "number": 0.5}
    rule = {"op": "and", "rules": [score_rule]}
    publish_segment(segment, rule, actor=hana)
    recompute_segments()
    assert list(SegmentMember.objects.values_list("client", flat=True)) == [camille.pk]

    objects(camille)
    refresh_segments()

    assert SegmentMember.objects.count() == 0


def test_a_score_that_comes_by_a_merge_goes_too(camille: Client, brand: Brand, maya: User, now: datetime) -> None:
    double = make_client("Camille")
    record_score(double, brand=brand, model="clv", version="1", value=0.9, at=now)
    objects(camille)
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert (cease_scores_of_objectors(), Score.objects.count()) == (1, 0)
    assert cease_scores_of_objectors() == 0


def test_an_older_word_of_a_model_changes_nothing(camille: Client, brand: Brand, score: Score, now: datetime) -> None:
    record_score(camille, brand=brand, model="clv", version="0", value=0.1, at=now - timedelta(days=1))

    assert Score.objects.get().value == 0.9


def reviewed(client: Client, petra: User, now: datetime, **said: object) -> Score:
    request = open_request(client, kind="human_review", intake="officer", detail="why am I not invited?", at=now)
    confirm_in_person(request, actor=petra)
    answer_request(request, actor=petra, said=said, at=now)
    return Score.objects.get()


def test_a_persons_word_holds_against_later_runs_of_the_model(
    camille: Client, brand: Brand, score: Score, petra: User, now: datetime
) -> None:
    held = reviewed(camille, petra, now, score=str(score.pk), value="0.2", reason="She bought for her mother")

    assert (held.value, held.machine_value, held.review, held.reviewed_by) == (0.2, 0.9, "overridden", petra)
    record_score(camille, brand=brand, model="clv", version="2", value=0.7, at=now + timedelta(days=1))
    held.refresh_from_db()
    assert (held.value, held.machine_value, held.version) == (0.2, 0.7, "2")


def test_a_confirmed_score_is_the_models_until_it_runs_again(
    camille: Client, brand: Brand, score: Score, petra: User, now: datetime
) -> None:
    held = reviewed(camille, petra, now, score=str(score.pk), value="", reason="The figures are right")
    assert (held.value, held.machine_value, held.review) == (0.9, None, "confirmed")

    record_score(camille, brand=brand, model="clv", version="2", value=0.7, at=now + timedelta(days=1))

    held.refresh_from_db()
    assert (held.value, held.review, held.reviewed_by) == (0.7, "", None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"score": "0", "reason": "a"}, "score_unknown"),
        ({"score": "x", "reason": "a"}, "score_unknown"),
        ({"reason": " "}, "reason_missing"),
        ({"reason": "a", "value": "much"}, "value_invalid"),
        ({"reason": "a", "value": "nan"}, "value_invalid"),
    ],
)
def test_a_review_that_cannot_stand_changes_nothing(
    camille: Client, score: Score, petra: User, now: datetime, said: dict[str, str], code: str
) -> None:
    with pytest.raises(RightsError, match=code):
        reviewed(camille, petra, now, **{"score": str(score.pk), **said})

    assert (Score.objects.get().review, camille.subject_requests.get().state) == ("", "open")


def test_the_database_keeps_reviews_whole(score: Score) -> None:
    rows = Score.objects.filter(pk=score.pk)

    with pytest.raises(IntegrityError, match="a_reviewed_score_says_why_and_when"), transaction.atomic():
        rows.update(review="confirmed")
    with (
        pytest.raises(IntegrityError, match="a_score_decided_otherwise_keeps_what_the_model_said"),
        transaction.atomic(),
    ):
        rows.update(machine_value=1)

    assert rows.get().review == ""
