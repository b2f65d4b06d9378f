"""The tree of purposes: a no flows down, a yes never does, and no purpose stands under itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from consent.actions.decide import decide_for_person, record_decision
from consent.actions.quieten import pause_marketing
from consent.actions.suppress import suppress, withdraw_by_link
from consent.models import Decision, Purpose
from consent.queries.channels import channel_states
from consent.queries.lineage import purpose_tree
from consent.queries.open_channels import open_channels
from consent.queries.permission import Permission, decision_on, may_contact
from crm.models import Brand, Client
from crm.segments.fragment import Scope
from crm.segments.kinds.consent import Consent, members
from tests.factories import allow_contact

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"


def make_purpose(code: str, *, parent: str | None, channels: tuple[str, ...] = ("email",)) -> Purpose:
    above = Purpose.objects.get(code=parent) if parent else None
    return Purpose.objects.create(
        code=code, name=code.title(), lawful_basis="consent", channels=list(channels), parent=above
    )


@pytest.fixture(autouse=True)
def invitations(db: None) -> Purpose:
    """Under marketing, and above the dinners."""
    purpose = make_purpose("invitations", parent="marketing")
    make_purpose("dinners", parent="invitations")
    return purpose


def decide(client: Client, brand: Brand, purpose: str, status: str, at: datetime) -> Decision:
    return record_decision(
        client, brand=brand, purpose=purpose, channel="email", contact=ADDRESS, status=status, method="web_form", at=at
    )


def ask(client: Client, brand: Brand, purpose: str, at: datetime) -> Permission:
    return may_contact(client, purpose=purpose, channel="email", brand=brand, at=at)


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_a_no_to_a_parent_is_a_no_to_everything_under_it(
    camille: Client, brand: Brand, now: datetime, status: str
) -> None:
    allow_contact(camille, brand, purpose="dinners")
    no = decide(camille, brand, "marketing", status, now)

    assert ask(camille, brand, "dinners", now) == Permission(False, status, no.pk, "marketing")


def test_of_two_refusals_above_the_nearest_is_named(camille: Client, brand: Brand, now: datetime) -> None:
    decide(camille, brand, "marketing", "refused", now)
    nearest = decide(camille, brand, "invitations", "withdrawn", now)

    assert ask(camille, brand, "dinners", now) == Permission(False, "withdrawn", nearest.pk, "invitations")


def test_a_yes_to_a_parent_opens_neither_what_was_refused_nor_what_nobody_asked(
    camille: Client, brand: Brand, now: datetime
) -> None:
    refused = decide(camille, brand, "invitations", "refused", now)
    allow_contact(camille, brand, purpose="marketing")

    assert ask(camille, brand, "invitations", now) == Permission(False, "refused", refused.pk)
    assert ask(camille, brand, "dinners", now) == Permission(False, "refused", refused.pk, "invitations")

    make_purpose("gifts", parent="marketing")
    assert ask(camille, brand, "gifts", now) == Permission(False, "no_decision")


def test_a_yes_to_a_part_stands_beside_a_whole_that_nobody_asked(camille: Client, brand: Brand, now: datetime) -> None:
    yes = allow_contact(camille, brand, purpose="dinners")

    assert ask(camille, brand, "dinners", now) == Permission(True, "allowed", yes.pk)


def test_taking_the_parents_no_back_leaves_what_was_said_below(camille: Client, brand: Brand, now: datetime) -> None:
    yes = allow_contact(camille, brand, purpose="dinners")
    decide(camille, brand, "marketing", "withdrawn", now)
    decide(camille, brand, "marketing", "given", now + timedelta(minutes=1))

    assert ask(camille, brand, "dinners", now + timedelta(minutes=2)) == Permission(True, "allowed", yes.pk)


def test_a_pause_and_an_unsubscription_reach_what_stands_under_marketing(
    camille: Client, brand: Brand, now: datetime
) -> None:
    allow_contact(camille, brand, purpose="dinners")
    pause_marketing(camille, brand=brand, days=30, at=now)
    assert ask(camille, brand, "dinners", now) == Permission(False, "paused")

    suppress("email", ADDRESS, brand=brand, reason="unsubscribed")
    assert ask(camille, brand, "dinners", now) == Permission(False, "suppressed")


def test_who_asks_for_news_again_after_one_click_has_not_asked_for_what_stands_under_them(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    for house in (brand, other_brand):
        for purpose in ("marketing", "invitations", "dinners", "service"):
            allow_contact(camille, house, purpose=purpose)
    later = timezone.now()

    said = withdraw_by_link(camille, brand=brand, channel="email", at=later)
    decide(camille, brand, "marketing", "given", later + timedelta(hours=1))

    assert [each.purpose.code for each in said] == ["marketing", "stock-alerts", "invitations", "dinners"]
    purposes = ("marketing", "invitations", "dinners", "service")
    reasons = [ask(camille, brand, each, later + timedelta(hours=2)).reason for each in purposes]
    assert reasons == ["allowed", "withdrawn", "withdrawn", "allowed"]
    assert [ask(camille, other_brand, each, later).reason for each in purposes] == ["allowed"] * 4


def test_a_no_about_the_person_stops_every_channel_under_it(camille: Client, brand: Brand, now: datetime) -> None:
    make_purpose("picks", parent="profiling")
    yes = allow_contact(camille, brand, purpose="picks")
    assert ask(camille, brand, "picks", now) == Permission(True, "allowed", yes.pk)

    no = decide_for_person(camille, brand=brand, purpose="profiling", status="refused", method="app", at=now)

    assert ask(camille, brand, "picks", now) == Permission(False, "refused", no.pk, "profiling")
    assert [each.state for each in channel_states(camille, brand=brand, purpose="picks")] == ["no"]


def test_a_purpose_about_the_person_stands_under_another(camille: Client, brand: Brand, now: datetime) -> None:
    make_purpose("look-alikes", parent="profiling", channels=())
    for purpose, status in (("look-alikes", "given"), ("profiling", "withdrawn")):
        last = decide_for_person(camille, brand=brand, purpose=purpose, status=status, method="app", at=now)

    asked = decision_on(camille, purpose="look-alikes", brand=brand, at=now)

    assert asked == Permission(False, "withdrawn", last.pk, "profiling")


def test_lists_and_segments_see_the_no_above(camille: Client, brand: Brand, now: datetime) -> None:
    allow_contact(camille, brand, purpose="dinners")
    assert seen(camille, brand, now) == ("yes", {camille.pk: ["email"]}, {camille.pk})

    decide(camille, brand, "marketing", "refused", now)

    assert seen(camille, brand, now) == ("no", {}, set())


def seen(client: Client, brand: Brand, at: datetime) -> tuple[str, Any, set[int]]:
    """By the eye, in a list, in a segment."""
    (state,) = channel_states(client, brand=brand, purpose="dinners")
    segment = members(Consent("dinners", "email", "given"), Scope(brand.pk, at))
    with connection.cursor() as cursor:
        cursor.execute(segment.text, segment.values)
        found = {row[0] for row in cursor.fetchall()}
    return state.state, open_channels([client.pk], brand=brand, at=at, purpose="dinners"), found


def test_the_tree_is_read_parents_first() -> None:
    under = [
        (depth, each.code) for depth, each in purpose_tree() if each.code in {"marketing", "invitations", "dinners"}
    ]

    assert under == [(0, "marketing"), (1, "invitations"), (2, "dinners")]


def test_the_admin_refuses_a_circle_and_a_fifth_level(invitations: Purpose) -> None:
    invitations.parent = Purpose.objects.get(code="dinners")
    assert refusal_of(invitations) == "purpose_under_itself"

    make_purpose("small-dinners", parent="dinners")
    fifth = Purpose(code="fifth", name="Fifth", lawful_basis="consent", channels=["email"])
    fifth.parent = Purpose.objects.get(code="small-dinners")
    assert refusal_of(fifth) == "tree_too_deep"

    deep = Purpose.objects.get(code="marketing")
    deep.parent = make_purpose("everything", parent=None)
    assert refusal_of(deep) == "tree_too_deep"


def refusal_of(purpose: Purpose, field: str = "parent") -> str:
    with pytest.raises(ValidationError) as refused:
        purpose.clean()
    return str(refused.value.error_dict[field][0].code)


def test_a_purpose_has_its_name_in_the_languages_that_the_house_wrote(invitations: Purpose) -> None:
    invitations.names = {"fr": "Invitations aux soirées"}
    invitations.clean()

    assert invitations.name_in("fr") == "Invitations aux soirées"
    assert invitations.name_in("it") == invitations.name


@pytest.mark.parametrize("names", [["Soirées"], {"fr": 1}], ids=["a list", "a number"])
def test_the_admin_refuses_names_without_a_language(invitations: Purpose, names: object) -> None:
    invitations.names = names

    assert refusal_of(invitations, "names") == "names_invalid"


@pytest.mark.parametrize("parent", ["invitations", "dinners"])
def test_the_database_refuses_a_circle(parent: str) -> None:
    below = Purpose.objects.get(code=parent)

    with pytest.raises(IntegrityError, match="no_purpose_stands_under_itself"), transaction.atomic():
        Purpose.objects.filter(code="invitations").update(parent=below)

    assert Purpose.objects.get(code="invitations").parent == Purpose.objects.get(code="marketing")


def test_the_database_refuses_a_fifth_level_from_either_end() -> None:
    make_purpose("small-dinners", parent="dinners")

    with pytest.raises(IntegrityError, match="purposes_have_at_most_four_levels"), transaction.atomic():
        make_purpose("fifth", parent="small-dinners")
    above = make_purpose("everything", parent=None)
    with pytest.raises(IntegrityError, match="purposes_have_at_most_four_levels"), transaction.atomic():
        Purpose.objects.filter(code="marketing").update(parent=above)

    assert (Purpose.objects.filter(code="fifth").exists(), Purpose.objects.get(code="marketing").parent) == (
        False,
        None,
    )
