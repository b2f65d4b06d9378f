"""The desk of likely doubles: who sees it, what is decided there, and the way back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client as Browser

from consent.models import AccessEntry
from crm.actions.duplicate_rate import measure_duplicate_rate
from crm.actions.duplicates import compare_changed
from crm.models import Boutique, Client, DuplicateProposal, DuplicateRate, MergeLog, User
from crm.queries.contradictions import PAGE, contradiction_page
from tests.factories import make_known_client, make_purchase

DESK = "/data-quality/duplicates/"
BORN = date(1984, 6, 12)


@pytest.fixture
def proposal(camille: Client, boutique: Boutique) -> DuplicateProposal:
    """Camille, and Camile of the same boutique, found by comparing them."""
    Client.objects.filter(pk=camille.pk).update(birth_date=BORN)
    make_known_client(boutique, "Camile", family_name="Laurent", birth_date=BORN)
    compare_changed()
    return DuplicateProposal.objects.get()


@pytest.fixture
def desk(client: Browser, maya: User) -> Browser:
    client.force_login(maya)
    return client


def decide(browser: Browser, proposal: DuplicateProposal, said: str) -> str:
    browser.post(f"{DESK}{proposal.pk}/{said}/")
    proposal.refresh_from_db()
    return proposal.status


def test_the_two_stand_side_by_side_with_the_reasons(desk: Browser, proposal: DuplicateProposal) -> None:
    page = desk.get(DESK)

    pair = page.context["pair"]
    lines = {line.label: (line.left, line.right, line.agrees) for line in pair.lines}
    assert pair.speaks_for == ["same birth date", "same family name", "given name a letter apart"]
    assert lines["Given name"] == ("Camille", "Camile", False)
    assert lines["Born"] == ("12 June 1984", "12 June 1984", True)
    assert lines["E-mail"] == ("camille@mail.example", "", None)


def test_one_person_is_merged_and_two_again_by_undo(desk: Browser, proposal: DuplicateProposal) -> None:
    double = proposal.b

    merged = decide(desk, proposal, "merge")
    double.refresh_from_db()
    survivor, actor = double.canonical, MergeLog.objects.get().actor
    reopened = decide(desk, proposal, "undo")
    double.refresh_from_db()

    assert (merged, survivor, actor) == ("merged", proposal.a, proposal.decided_by or actor)
    assert (reopened, double.canonical) == ("open", None)


def test_two_people_are_kept_apart_and_not_asked_again(desk: Browser, proposal: DuplicateProposal) -> None:
    said = decide(desk, proposal, "keep-apart")

    page = desk.get(DESK)
    assert (said, page.context["pair"], page.context["waiting"]) == ("kept_apart", None, 0)


def test_after_a_decision_undo_is_at_hand(desk: Browser, proposal: DuplicateProposal) -> None:
    answer = desk.post(f"{DESK}{proposal.pk}/keep-apart/", follow=True)

    assert answer.context["undo"] == proposal


def test_of_two_who_decide_the_second_is_told(desk: Browser, proposal: DuplicateProposal, hana: User) -> None:
    decide(desk, proposal, "keep-apart")
    desk.force_login(hana)

    answer = desk.post(f"{DESK}{proposal.pk}/merge/", follow=True)

    proposal.refresh_from_db()
    assert proposal.status == "kept_apart"
    assert MergeLog.objects.count() == 0
    assert [str(each) for each in answer.context["messages"]] == [
        "Somebody was quicker and decided this pair. Nothing was changed."
    ]


@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("petra", 403), ("hana", 302)])
def test_an_advisor_decides_nothing(
    request: pytest.FixtureRequest, client: Browser, proposal: DuplicateProposal, name: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(name))

    answer = client.post(f"{DESK}{proposal.pk}/keep-apart/")

    proposal.refresh_from_db()
    assert answer.status_code == status
    assert proposal.status == ("open" if status == 403 else "kept_apart")


def test_a_pair_of_which_one_is_not_ours_is_not_there(
    desk: Browser, proposal: DuplicateProposal, other_boutique: Boutique
) -> None:
    proposal.b.relationships.update(boutique=other_boutique)

    answer = desk.post(f"{DESK}{proposal.pk}/merge/")

    proposal.refresh_from_db()
    assert (answer.status_code, proposal.status) == (404, "open")
    assert desk.get(DESK).context["pair"] is None


def test_next_passes_a_pair_without_deciding_it(desk: Browser, proposal: DuplicateProposal, boutique: Boutique) -> None:
    third = make_known_client(boutique, "Paul", family_name="Moreau")
    fourth = make_known_client(boutique, "Paul", family_name="Moreau")
    second = DuplicateProposal.objects.create(a=third, b=fourth, score=0.51)

    shown = [desk.get(DESK, {"after": after}).context["pair"].proposal for after in ("", proposal.pk, second.pk)]

    assert shown == [proposal, second, proposal]


def test_the_rate_is_shown_before_and_after_it_was_measured(desk: Browser, proposal: DuplicateProposal) -> None:
    before = desk.get("/data-quality/").context["newest"]
    rate = measure_duplicate_rate(proposal.found_at)

    assert (before, desk.get("/data-quality/").context["newest"]) == (None, (rate, 0.5))


def test_the_survivor_and_each_value_are_chosen(desk: Browser, proposal: DuplicateProposal) -> None:
    desk.post(f"{DESK}{proposal.pk}/merge/", {"survivor": "b", "given_name": "a"})

    proposal.refresh_from_db()
    merged = MergeLog.objects.get()
    assert (merged.keep, merged.duplicate, proposal.status) == (proposal.b, proposal.a, "merged")
    assert Client.objects.live().get().given_name == "Camille"


def test_a_survivor_who_is_neither_is_refused(desk: Browser, proposal: DuplicateProposal) -> None:
    assert (decide_as(desk, proposal, {"survivor": "c"}), MergeLog.objects.count()) == ("open", 0)


def decide_as(browser: Browser, proposal: DuplicateProposal, typed: dict[str, str]) -> str:
    browser.post(f"{DESK}{proposal.pk}/merge/", typed)
    proposal.refresh_from_db()
    return proposal.status


def test_the_one_before_comes_back(desk: Browser, proposal: DuplicateProposal, boutique: Boutique) -> None:
    third = make_known_client(boutique, "Paul", family_name="Moreau")
    fourth = make_known_client(boutique, "Paul", family_name="Moreau")
    second = DuplicateProposal.objects.create(a=third, b=fourth, score=0.51)

    shown = [desk.get(DESK, {"before": before}).context["pair"].proposal for before in (second.pk, proposal.pk)]

    assert shown == [proposal, second]


def test_the_rate_is_a_line_with_its_goal(desk: Browser) -> None:
    for day, doubles in ((1, 4), (2, 2), (5, 1)):
        DuplicateRate.objects.create(day=date(2026, 3, day), clients=100, duplicates=doubles)

    line = desk.get("/data-quality/").context["line"]

    assert (line.points, line.goal, line.top) == ("0.0,0.0 150.0,60.0 600.0,90.0", 60.0, 0.04)


def test_a_purchase_from_before_a_birth_is_kept_and_shown(
    desk: Browser, maya: User, camille: Client, boutique: Boutique, other_boutique: Boutique
) -> None:
    elsewhere = make_known_client(other_boutique, "Chiara", birth_date=BORN)
    Client.objects.filter(pk=camille.pk).update(birth_date=BORN)
    make_purchase(camille, boutique, at=datetime(1984, 6, 11, 12, tzinfo=UTC))
    make_purchase(camille, boutique, at=datetime(2025, 6, 11, 12, tzinfo=UTC))
    make_purchase(elsewhere, other_boutique, at=datetime(1980, 1, 1, tzinfo=UTC))

    page = desk.get("/data-quality/dates/")

    assert page.context["page"].rows == [(camille, date(1984, 6, 11))]
    assert list(AccessEntry.objects.values_list("client", "action", "why")) == [
        (camille.pk, "viewed", "dates that cannot be")
    ]


def test_who_bought_on_the_day_of_birth_or_later_is_no_contradiction(
    desk: Browser, camille: Client, boutique: Boutique
) -> None:
    Client.objects.filter(pk=camille.pk).update(birth_date=BORN)
    make_purchase(camille, boutique, at=datetime(1984, 6, 12, 0, 1, tzinfo=UTC))

    assert desk.get("/data-quality/dates/").context["page"].rows == []


def test_contradictions_come_page_by_page(
    desk: Browser, maya: User, boutique: Boutique, django_assert_num_queries: Any
) -> None:
    people = [make_known_client(boutique, f"Inès {number}", birth_date=BORN) for number in range(PAGE + 1)]
    for person in people:
        make_purchase(person, boutique, at=datetime(1980, 1, 1, tzinfo=UTC))

    first = desk.get("/data-quality/dates/").context["page"]
    second = desk.get("/data-quality/dates/", {"after": first.after}).context["page"]

    assert [client for client, _ in first.rows + second.rows] == people[::-1]
    # Where she serves, the house's first day, and the page.
    with django_assert_num_queries(3):
        contradiction_page(maya)
