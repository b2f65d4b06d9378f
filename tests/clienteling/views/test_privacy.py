"""The privacy officer's desk: evidence, the access log, and the report after a breach."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from clienteling.views import privacy
from consent.actions.access import record_access
from consent.actions.decide import record_decision
from consent.models import AccessEntry, Notice
from consent.queries.access_log import AccessFilter, access_page, breach_report
from consent.queries.evidence import evidences_of, words_are_whole
from consent.queries.notices import notice_for
from consent.rights.erase import erase_client
from crm.actions.merge import merge_clients
from crm.models import ApiKey, Boutique, Brand, Client, User
from tests.clienteling.views.again import log_in, say_again
from tests.clienteling.views.looks import looked
from tests.factories import make_boutique, make_client, make_known_client, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "camille@mail.example"
HOUR = timedelta(hours=1)


@pytest.fixture
def office(client: Browser, petra: User) -> Browser:
    client.force_login(petra)
    return client


def decided(client: Client, brand: Brand, status: str, at: datetime) -> None:
    record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status=status, method="web_form",
        origin="/shop/", language="en", notice=notice_for("marketing", "en"), at=at,
    )  # fmt: skip


def test_evidence_is_every_decision_in_order_with_its_words(camille: Client, brand: Brand, now: datetime) -> None:
    for day, status in enumerate(["given", "withdrawn", "given"]):
        decided(camille, brand, status, now + timedelta(days=day))

    (found,) = evidences_of([camille.pk])

    assert [each.status for each in found.chain] == ["given", "withdrawn", "given"]
    assert (found.holding, found.texts_are_whole, len(found.digest)) == (found.chain[-1], True, 64)
    assert {each.notice.text[:6] for each in found.chain if each.notice} == {"I woul"}


def test_the_digest_changes_with_the_chain_alone(camille: Client, brand: Brand, now: datetime) -> None:
    decided(camille, brand, "given", now)
    before = evidences_of([camille.pk])[0].digest

    assert evidences_of([camille.pk])[0].digest == before
    decided(camille, brand, "withdrawn", now + timedelta(days=1))
    assert evidences_of([camille.pk])[0].digest != before


def test_words_that_were_tampered_with_are_seen(camille: Client, brand: Brand, now: datetime) -> None:
    decided(camille, brand, "given", now)
    (found,) = evidences_of([camille.pk])
    notice = found.chain[0].notice
    assert isinstance(notice, Notice)
    notice.sha256 = "0" * 64

    assert evidences_of([camille.pk])[0].texts_are_whole is True
    assert words_are_whole(found.chain[0]) is False


def test_what_a_merged_record_decided_is_evidence_too(
    office: Browser, camille: Client, boutique: Boutique, brand: Brand, hana: User, now: datetime
) -> None:
    double = make_known_client(boutique, "Camille", family_name="Laurent")
    decided(camille, brand, "given", now)
    record_decision(
        double, brand=brand, purpose="profiling", channel="", contact="", status="refused", method="app", at=now
    )
    merge_clients(camille, double, actor=hana, reason="the same person", at=timezone.now())

    page = office.get(f"/privacy/clients/{double.uid}/").content.decode()

    assert [name in page for name in ("News and invitations", "Personal suggestions")] == [True, True]


def test_the_officers_own_look_is_in_the_log(office: Browser, camille: Client, petra: User) -> None:
    office.get(f"/privacy/clients/{camille.uid}/")

    entry = AccessEntry.objects.get()
    assert (entry.user, entry.client, entry.fields, entry.why) == (
        petra, camille, ["consents", "access_log"], "evidence"
    )  # fmt: skip


@pytest.mark.parametrize("typed", ["{uid}", " {uid} ", "camille@mail.example", "Camille@Mail.example "])
def test_a_client_is_opened_by_what_names_them_exactly(office: Browser, camille: Client, typed: str) -> None:
    answer = office.post("/privacy/find/", {"q": typed.format(uid=camille.uid)})

    assert (answer.status_code, answer["Location"]) == (302, f"/privacy/clients/{camille.uid}/")


@pytest.mark.parametrize("typed", ["camille", "C-0000000000", "other@mail.example", ""])
def test_nobody_is_browsed(office: Browser, camille: Client, typed: str) -> None:
    answer = office.post("/privacy/find/", {"q": typed})

    assert answer["Location"] == "/privacy/"
    assert AccessEntry.objects.count() == 0


@pytest.mark.parametrize("name", ["alice", "maya", "hana"])
def test_the_desk_is_the_officers_alone(
    name: str, client: Browser, alice: User, maya: User, hana: User, camille: Client
) -> None:
    client.force_login({"alice": alice, "maya": maya, "hana": hana}[name])

    given = [client.get(f"/privacy/{part}").status_code for part in ("", "access/", f"clients/{camille.uid}/")]

    assert given == [403, 403, 403]
    assert AccessEntry.objects.count() == 0


def test_an_officer_of_another_brand_finds_no_such_client(
    client: Browser, camille: Client, other_brand: Brand, alice: User, now: datetime
) -> None:
    looked(alice, camille, now)
    client.force_login(make_user("Pavel", "privacy", brand=other_brand))

    assert client.get(f"/privacy/clients/{camille.uid}/").status_code == 404
    assert camille.uid not in client.get("/privacy/access/").content.decode()


def test_the_log_is_asked_by_person_and_client(
    office: Browser, camille: Client, alice: User, charlie: User, now: datetime
) -> None:
    looked(alice, camille, now)
    looked(charlie, camille, now)

    page = office.post("/privacy/access/", {"account": alice.email}).content.decode()

    assert (str(alice) in page, str(charlie) in page) == (True, False)


def test_the_log_is_asked_by_the_key_of_a_machine(office: Browser, camille: Client, alice: User, now: datetime) -> None:
    looked(alice, camille, now)
    record_access(api_key="ck_0a1b2c3d", client=camille, action="api_read", fields=["purchases"], why="profile")

    page = office.post("/privacy/access/", {"account": "CK_0a1b2c3d"}).content.decode()

    assert ("ck_0a1b2c3d" in page, str(alice) in page) == (True, False)


@pytest.mark.parametrize("wrong", [{"account": "alice"}, {"since": "yesterday"}, {"action": "gazed"}])
def test_a_question_that_cannot_be_read_is_not_answered_with_everything(
    office: Browser, camille: Client, alice: User, now: datetime, wrong: dict[str, str]
) -> None:
    looked(alice, camille, now)

    answer = office.post("/privacy/access/", wrong)

    assert (answer.context["page"].entries, answer.content.decode().count('class="error"')) == ([], 1)


@pytest.mark.parametrize(("looks", "leads_on"), [(49, False), (50, True)])
def test_the_evidence_leads_on_to_every_look(
    office: Browser, camille: Client, alice: User, looks: int, leads_on: bool
) -> None:
    """The look that opens the page is one more, and stands in it."""
    AccessEntry.objects.bulk_create(AccessEntry(user=alice, client=camille, action="viewed") for _ in range(looks))

    page = office.get(f"/privacy/clients/{camille.uid}/").content.decode()

    assert ("All of them in the log" in page) == leads_on
    assert camille.uid in office.post("/privacy/access/", {"client_uid": camille.uid}).content.decode()


def test_an_officer_of_a_brand_reads_on_after_a_merge_and_an_erasure(
    client: Browser, boutique: Boutique, brand: Brand, other_brand: Brand, camille: Client, alice: User, now: datetime
) -> None:
    """Else a merge, or an erasure, would take looks out of the log and out of the report of their house."""
    gone, twin = make_known_client(boutique, "Odile"), make_known_client(boutique, "Camille")
    survivor = make_known_client(make_boutique(other_brand, "sorane-lyon", name="Lyon"), "Camille")
    for person in (gone, twin):
        looked(alice, person, now)
    merge_clients(survivor, twin, actor=alice, reason="One person")
    erase_client(gone, reason="Asked", actor=alice)
    gone.refresh_from_db()
    client.force_login(make_user("Pavel", "privacy", brand=brand))

    page = client.get("/privacy/access/").content.decode()

    assert [person.uid in page for person in (gone, twin)] == [True, True]
    client.force_login(make_user("Pia", "privacy", brand=other_brand))
    page = client.get("/privacy/access/").content.decode()
    assert [person.uid in page for person in (gone, twin)] == [False, True]


def test_two_records_of_one_person_are_one_person_affected(camille: Client, alice: User, now: datetime) -> None:
    twin = make_client("Camille")
    for record, fields in ((camille, ["identity"]), (twin, ["purchases"])):
        looked(alice, record, now, fields)
    merge_clients(camille, twin, actor=alice, reason="One person")

    report = breach_report(AccessEntry.objects.all(), [alice.email], since=now, until=now + HOUR, aware_at=now)

    assert report.total == 1
    assert [(each.uid, each.looks, each.fields) for each in report.clients] == [
        (camille.uid, 2, ["identity", "purchases"])
    ]


def test_the_page_lists_the_first_and_the_file_names_all(
    office: Browser, petra: User, alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "MOST_CLIENTS", 2)
    for number in range(3):
        looked(alice, make_client(f"Person {number}"), now)
    asked = {"accounts": alice.email, "since": "2026-03-10T00:00", "until": "2026-03-11T00:00"}
    asked |= {"aware_at": "2026-03-12T09:00"}

    page = office.post("/privacy/breach/", asked).content.decode()
    log_in(office, petra)
    say_again(office)
    file = office.post("/privacy/breach/", {**asked, "as_file": "1"}).content.decode().splitlines()

    assert "The first 2 of 3; the file names all of them." in page
    assert [line.split(",")[0] for line in file] == ["client", *sorted(Client.objects.values_list("uid", flat=True))]


def test_an_account_that_nobody_has_is_told_and_does_not_read_as_nobody_affected(
    office: Browser, camille: Client, alice: User, now: datetime
) -> None:
    User.objects.filter(pk=alice.pk).update(email="Alice@Aurelle.example")
    looked(alice, camille, now)
    asked = {"accounts": "alice@aurelle.example\nalise@aurelle.example\nck_00000000", "since": "2026-03-10T00:00"}
    asked |= {"until": "2026-03-11T00:00", "aware_at": "2026-03-12T09:00"}

    page = office.post("/privacy/breach/", asked)
    log_in(office, User.objects.get(first_name="Petra"))
    say_again(office)
    file = office.post("/privacy/breach/", {**asked, "as_file": "1"}).content.decode().splitlines()

    assert (page.context["unknown"], page.context["report"].total) == (["alise@aurelle.example", "ck_00000000"], 1)
    assert "<strong>alise@aurelle.example, ck_00000000</strong>: no account of the house." in page.content.decode()
    assert file[2:] == ['"No account of the house, so nothing was found of: alise@aurelle.example ck_00000000"']


@pytest.mark.parametrize("page", ["access", "breach"])
@pytest.mark.parametrize(("zone", "of_brand"), [("UTC", False), ("Asia/Tokyo", True)], ids=["group", "brand"])
def test_moments_say_whose_clock_they_are_of(
    client: Browser, brand: Brand, page: str, zone: str, of_brand: bool
) -> None:
    Brand.objects.update(timezone="Asia/Tokyo")
    client.force_login(make_user("Pavel", "privacy", brand=brand if of_brand else None))

    assert f"Times are those of {zone}." in client.get(f"/privacy/{page}/").content.decode()


def test_the_log_is_paged_by_key(camille: Client, alice: User, now: datetime) -> None:
    AccessEntry.objects.bulk_create(AccessEntry(user=alice, client=camille, action="viewed") for _ in range(60))

    first = access_page(AccessEntry.objects.all(), AccessFilter())
    second = access_page(AccessEntry.objects.all(), AccessFilter(), before=first.next_before)

    assert (len(first.entries), len(second.entries), second.next_before) == (50, 10, None)
    assert {each.pk for each in first.entries} & {each.pk for each in second.entries} == set()


def test_a_breach_report_counts_clients_looks_and_fields(
    camille: Client, alice: User, charlie: User, now: datetime
) -> None:
    other = make_client("Dora")
    for client, at in ((camille, now), (camille, now + timedelta(hours=1)), (other, now + timedelta(hours=2))):
        looked(alice, client, at, ["identity", "purchases"] if client == camille else ["identity"])
    looked(alice, None, now)
    looked(charlie, other, now)
    looked(alice, other, now + timedelta(days=2))

    report = breach_report(
        AccessEntry.objects.all(), [alice.email.upper()], since=now, until=now + timedelta(days=1), aware_at=now
    )

    assert (report.total, report.looks, report.searches) == (2, 3, 1)
    assert [(each.uid, each.looks, each.fields) for each in report.clients] == [
        (camille.uid, 2, ["identity", "purchases"]), (other.uid, 1, ["identity"])
    ]  # fmt: skip
    assert report.by_fields == [("identity", 2), ("purchases", 1)]
    assert report.notify_by == now + timedelta(hours=72)


def test_the_report_is_a_page_and_leaves_an_entry(
    office: Browser, camille: Client, alice: User, petra: User, now: datetime
) -> None:
    looked(alice, camille, now)

    asked = {"accounts": alice.email, "since": "2026-03-10T00:00", "until": "2026-03-11T00:00"}
    with time_machine.travel(now + timedelta(days=2), tick=False):
        log_in(office, petra)
        page = office.post("/privacy/breach/", {**asked, "aware_at": "2026-03-12T09:00"}).content.decode()

    assert camille.uid in page
    # The form is not printed with it.
    assert (
        f"By {alice.email}, from 10 Mar 2026, 00:00 until 11 Mar 2026, 00:00. "
        "The house was aware at 12 Mar 2026, 09:00. Made by Petra, 12 Mar 2026, 14:00."
    ) in page
    assert AccessEntry.objects.filter(user=petra, action="exported", why="breach report").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"accounts": "nobody"}, {"until": "2026-03-01T00:00"}, {"since": ""}, {"accounts": "a@b.example " * 101}]
)
def test_a_report_that_cannot_be_made_says_why_and_leaves_nothing(
    office: Browser, alice: User, wrong: dict[str, str]
) -> None:
    asked = {"accounts": alice.email, "since": "2026-03-10T00:00", "until": "2026-03-11T00:00"}
    asked |= {"aware_at": "2026-03-12T09:00", **wrong}

    page = office.post("/privacy/breach/", asked).content.decode()

    assert page.count('class="error"') == 1
    assert AccessEntry.objects.count() == 0


def test_the_report_is_a_file_too_and_counts_what_a_key_read(
    office: Browser, camille: Client, alice: User, now: datetime
) -> None:
    looked(alice, camille, now)
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        record_access(api_key="ck_0a1b2c3d", client=camille, action="api_read", fields=["purchases"], why="profile")

    ApiKey.objects.create(name="Letters", prefix="ck_0a1b2c3d", sha256="0" * 64)
    asked = {"accounts": f"{alice.email}\nck_0a1b2c3d", "since": "2026-03-10T00:00", "until": "2026-03-11T00:00"}
    asked |= {"aware_at": "2026-03-12T09:00", "as_file": "1"}
    log_in(office, User.objects.get(first_name="Petra"))
    again = office.post("/privacy/breach/", asked)
    assert (again.status_code, again["Location"]) == (302, "/accounts/reauthenticate/?next=%2Fprivacy%2Fbreach%2F")
    assert AccessEntry.objects.filter(action="exported").count() == 0
    say_again(office)

    answer = office.post("/privacy/breach/", asked)

    assert AccessEntry.objects.filter(action="exported", why="breach report").count() == 1

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "client,looks,fields,first,last",
        f"{camille.uid},2,identity purchases,2026-03-10T14:00:00+00:00,2026-03-10T15:00:00+00:00",
    ]


@pytest.mark.parametrize(("later", "words"), [(71, "1 hour left"), (73, "72 hours are over")])
def test_the_report_says_how_long_there_is_left(
    later: int, words: str, office: Browser, camille: Client, alice: User, now: datetime
) -> None:
    asked = {"accounts": alice.email, "since": "2026-03-10T00:00", "until": "2026-03-11T00:00"}
    with time_machine.travel(now + timedelta(hours=later), tick=False):
        office.force_login(User.objects.get(first_name="Petra"))
        page = office.post("/privacy/breach/", {**asked, "aware_at": "2026-03-10T14:00"}).content.decode()

    assert words in page.replace("\xa0", " ")
