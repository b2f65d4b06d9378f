"""What the privacy officer reads of forgetting, and the holds."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from consent.models import AccessEntry, RetentionBatch, RetentionCandidate, RetentionHold, RetentionRule
from tests.factories import make_boutique, make_known_client, make_user

pytestmark = pytest.mark.django_db
PAGE = "/privacy/retention/"


@pytest.fixture
def office(client, petra):
    client.force_login(petra)
    return client


@pytest.fixture
def announced(camille, other_brand, now):
    """Camille, and Hugo whom the other brand alone knows, are told to be forgotten on 1 December."""
    hugo = make_known_client(make_boutique(other_brand, "sorane-geneve", name="Genève"), "Hugo")
    batch = RetentionBatch.objects.create(
        happens_on=now.date() + timedelta(days=30), cutoff=now - timedelta(days=1095), announced_at=now
    )
    RetentionCandidate.objects.bulk_create(RetentionCandidate(batch=batch, client=each) for each in (camille, hugo))
    return batch


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_number_and_the_day_are_told_ahead(office, announced):
    text = words(office.get(PAGE))

    assert '<span class="figure">2</span> prospects silent since 11 March 2023' in text
    assert "will be anonymised on <strong>9 April 2026</strong>" in text


def test_before_the_first_day_no_day_was_carried_out(office, announced):
    before = words(office.get(PAGE))
    day = announced.announced_at + timedelta(days=31)
    RetentionBatch.objects.update(started_at=day, done_at=day)
    after = words(office.get(PAGE))

    assert ["None yet." in before, "Were in touch" in before] == [True, False]
    assert ["None yet." in after, "Were in touch" in after] == [False, True]


def test_an_officer_of_one_brand_reads_of_its_prospects(client, announced, brand):
    client.force_login(make_user("Pia", "privacy", brand=brand))

    assert '<span class="figure">1</span> prospect silent since' in words(client.get(PAGE))


def test_a_hold_is_placed_by_an_address_and_lifted(office, camille, petra):
    office.post(f"{PAGE}hold/", {"q": camille.uid, "reason": "a claim in court"})
    hold = RetentionHold.objects.get()
    shown = words(office.get(PAGE))
    office.post(f"{PAGE}holds/{hold.pk}/lift/")

    hold.refresh_from_db()
    assert (hold.client, hold.reason, hold.placed_by, hold.lifted_by) == (camille, "a claim in court", petra, petra)
    assert f'Lift<span class="visually-hidden"> the hold on {camille.uid}' in shown
    assert list(AccessEntry.objects.filter(client=camille).values_list("user", "why")) == [
        (petra.pk, f"hold {hold.pk}"), (petra.pk, f"hold {hold.pk}"),
    ]  # fmt: skip


@pytest.mark.parametrize(("q", "reason"), [("nobody", "a claim"), ("", ""), ("C", " ")])
def test_a_hold_on_nobody_or_without_a_reason_changes_nothing(office, camille, q, reason):
    answer = office.post(f"{PAGE}hold/", {"q": camille.uid if q == "C" else q, "reason": reason}, follow=True)

    assert "Nothing was changed." in answer.content.decode()
    assert not RetentionHold.objects.exists()


def test_holds_come_a_page_at_a_time(office, boutique, petra, now):
    for number in range(27):
        RetentionHold.objects.create(
            client=make_known_client(boutique, f"C{number}"), reason="a claim", placed_by=petra, placed_at=now
        )

    first = office.get(PAGE)
    second = office.get(PAGE, {"before": first.context["older"]})

    assert [len(each.context["holds"]) for each in (first, second)] == [25, 2]
    assert second.context["older"] is None


def test_what_the_house_set_says_on_whose_word(office):
    RetentionRule.objects.create(category="behaviour", days=365, because="Board of 3 March")

    text = words(office.get(PAGE))

    assert '<h3>Behaviour</h3><span class="tag">1 year</span>' in text
    assert "1 year: what was looked at, opened and clicked. Set by the house: Board of 3 March" in text


@pytest.mark.parametrize("before", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_there_is_not_is_the_first(office, before):
    assert office.get(PAGE, {"before": before}).status_code == 200


def test_the_terminal_says_the_same(announced, now, capsys):
    call_command("privacy", "retention")

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "2 prospects silent since 2023-03-11 will be anonymised on 2026-04-09"
    assert "behaviour: 2 years" in told
    assert "  crm.Score: 0 old enough now" in told


def test_the_page_asks_the_same_number_of_statements_however_many_days_there_were(
    office, announced, django_assert_max_num_queries
):
    for day in range(1, 9):
        RetentionBatch.objects.create(
            happens_on=announced.happens_on + timedelta(days=day),
            cutoff=announced.cutoff,
            announced_at=announced.announced_at,
        )

    with django_assert_max_num_queries(60):
        assert len(office.get(PAGE).context["batches"]) == 9
