"""Break-glass: a protected client is seen as one who is there; a stated reason opens the page, for a while."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from clienteling.actions.mail_alerts import mail_alerts
from clienteling.actions.note_unusual import note_unusual_access
from clienteling.actions.visits import arrive
from clienteling.mailsink.store import MailStore
from consent.actions.access import record_access
from consent.actions.protect import lift_protection, open_protected, protect_client
from consent.errors import ProtectionError
from consent.models import AccessAlert, AccessEntry, Opening, Protection
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.segment_versions import make_segment
from crm.actions.segments import enter_segment
from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Client, Relation, User
from crm.protection import MASKED_NAME
from crm.queries.clients import search_clients
from tests.factories import make_known_client, make_user

pytestmark = pytest.mark.django_db
REASON = {"kind": "visit", "because": "Comes at four for the fitting of a coat"}


@pytest.fixture
def famous(boutique: Boutique, alice: User, petra: User) -> Client:
    """Inès, of Alice's book, whom the privacy officer has marked."""
    client = make_known_client(
        boutique, "Inès", family_name="Duval", email="ines@mail.example", advisor=alice, city="Biarritz"
    )
    protect_client(client, kind="famous", because="Known from the cinema", actor=petra, at=timezone.now())
    return client


def page_of(browser: Browser, path: str, **headers: str) -> str:
    return browser.get(path, headers=headers).content.decode()


def opened(client: Client, user: User, at: datetime | None = None) -> Opening:
    return open_protected(client, user=user, at=at or timezone.now(), **REASON)


def test_a_colleague_is_asked_why_and_reads_nothing(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    page = page_of(client, f"/clients/{famous.uid}/")

    assert "A protected client" in page
    assert [word for word in ("Inès", "Duval", "Biarritz", "ines@mail") if word in page] == []
    assert AccessEntry.objects.filter(user=bob).count() == 0


def test_a_reason_opens_the_page_for_this_user_for_a_quarter_of_an_hour(
    client: Browser, famous: Client, bob: User, maya: User
) -> None:
    client.force_login(bob)

    answer = client.post(f"/clients/{famous.uid}/open/", REASON)

    assert (answer.status_code, answer["Location"]) == (302, f"/clients/{famous.uid}/")
    assert "Inès Duval" in page_of(client, f"/clients/{famous.uid}/")
    client.force_login(maya)
    assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")
    client.force_login(bob)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
        assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")


def test_an_opening_is_written_down_with_its_reason_and_alerts_the_officers(
    client: Browser, famous: Client, bob: User
) -> None:
    client.force_login(bob)
    client.post(f"/clients/{famous.uid}/open/", REASON)
    client.get(f"/clients/{famous.uid}/")

    entries = AccessEntry.objects.filter(user=bob).order_by("pk").values_list("action", "why")
    alert = AccessAlert.objects.get()
    assert list(entries) == [("opened", "protected: visit"), ("viewed", "page, protected")]
    assert (alert.code, alert.user, alert.client, alert.state) == ("opened", bob, famous, "new")
    assert alert.words == "The client is here, or comes: Comes at four for the fitting of a coat"


@pytest.mark.parametrize(
    "wrong",
    [{"because": "short"}, {"because": "aaaaaaaaaaaaaaaaaaaaaaa"}, {"kind": "curious"}, {"because": "a bcde" * 90}],
)
def test_without_a_reason_nothing_opens(client: Browser, famous: Client, bob: User, wrong: dict[str, str]) -> None:
    client.force_login(bob)

    answer = client.post(f"/clients/{famous.uid}/open/", {**REASON, **wrong})

    assert answer.status_code == 422
    assert (Opening.objects.count(), AccessAlert.objects.count()) == (0, 0)
    assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")


def test_ones_own_client_opens_without_a_reason_and_is_logged(client: Browser, famous: Client, alice: User) -> None:
    client.force_login(alice)

    page = page_of(client, f"/clients/{famous.uid}/")

    assert "Inès Duval" in page
    assert AccessEntry.objects.get(user=alice).why == "page, protected"
    assert AccessAlert.objects.count() == 0


@pytest.mark.parametrize("part", ["for-client", "story", "identity", "merge", "people", "tastes"])
def test_no_part_of_the_page_goes_round_the_question(client: Browser, famous: Client, maya: User, part: str) -> None:
    client.force_login(maya)

    page = page_of(client, f"/clients/{famous.uid}/{part}/")

    assert "A protected client" in page
    assert [word for word in ("Inès", "Duval", "ines@mail") if word in page] == []


def test_a_change_is_refused_and_nothing_is_changed(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    answer = client.post(f"/clients/{famous.uid}/tastes/", {"name": "drink", "value": "tea"})

    assert answer.status_code == 403
    famous.refresh_from_db()
    assert famous.tastes == {}


def test_a_part_that_is_open_no_more_brings_the_question(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    answer = client.get(f"/clients/{famous.uid}/story/", headers={"HX-Request": "true", "HX-Target": "story"})

    assert (answer.status_code, answer["HX-Refresh"]) == (403, "true")


@pytest.mark.parametrize("path", ["/clients/?scope=boutique", "/my-day/"])
def test_lists_show_that_there_is_one(
    client: Browser, famous: Client, bob: User, boutique: Boutique, path: str
) -> None:
    arrive(famous, boutique=boutique, advisor=None, method="code", at=timezone.now())
    client.force_login(bob)

    page = page_of(client, path)

    assert (MASKED_NAME in page, famous.uid in page) == (True, True)
    assert [word for word in ("Inès", "Duval", "Biarritz") if word in page] == []


def test_a_search_by_name_shows_that_there_is_one(client: Browser, famous: Client, bob: User) -> None:
    client.force_login(bob)

    page = client.post("/clients/", {"q": "Duval"}).content.decode()

    assert (MASKED_NAME in page, "Inès" in page, "Biarritz" in page) == (True, False, False)
    assert list(search_clients(bob, "Duval")) == []


def test_a_new_client_who_may_be_the_protected_one_is_not_made_twice(
    client: Browser, famous: Client, bob: User
) -> None:
    client.force_login(bob)

    page = client.post("/clients/new/", {"given_name": "Inès", "family_name": "Duval", "email": "ines@mail.example"})

    assert (f"It is {MASKED_NAME}" in page.content.decode(), "Biarritz" in page.content.decode()) == (True, False)
    assert Client.objects.count() == 1


def test_segments_and_their_files_leave_the_protected_out(
    client: Browser, famous: Client, camille: Client, brand: Brand, hana: User
) -> None:
    segment = make_segment(brand, code="guests", name="Guests", kind="static")
    for each in (famous, camille):
        enter_segment(segment, each, reason="by hand", at=timezone.now())
    client.force_login(hana)

    file = client.post("/segments/AURELLE/guests/export.csv").content.decode()
    found = client.post("/segments/AURELLE/guests/find/", {"q": "Duval"}).content.decode()

    assert (camille.uid in file, famous.uid in file) == (True, False)
    assert "Inès" not in found + page_of(client, "/segments/AURELLE/guests/")


def test_the_people_around_somebody_are_masked(
    client: Browser, famous: Client, camille: Client, brand: Brand, bob: User
) -> None:
    Relation.objects.create(client=camille, other=famous, kind="partner", brand=brand)
    client.force_login(bob)

    page = page_of(client, f"/clients/{camille.uid}/")

    assert (MASKED_NAME in page, "Inès" in page) == (True, False)


def test_the_administration_opens_a_protected_client_for_a_reason_only(
    client: Browser, famous: Client, admin_user: User
) -> None:
    client.force_login(admin_user)
    address = f"/admin/crm/client/{famous.pk}/change/"

    assert client.get(address).status_code == 302
    assert "ines@mail" not in page_of(client, "/admin/crm/identifier/")
    opened(famous, admin_user)
    assert client.get(address).status_code == 200


def test_a_key_reads_a_protected_client_for_a_reason_only(client: Browser, famous: Client, brand: Brand) -> None:
    key, secret = issue_api_key("Website", brand=brand, scopes=["profiles:read", "clients:read"])
    bearer = {"Authorization": f"Bearer {secret}"}

    refused = client.get(f"/api/v1/clients/{famous.uid}/", headers=bearer)
    none_found = client.post(
        "/api/v1/clients/matches/", {"emails": ["ines@mail.example"]}, "application/json", headers=bearer
    )
    given = client.get(
        f"/api/v1/clients/{famous.uid}/", headers={**bearer, "Access-Reason": "ticket 12345, her repair"}
    )

    assert (refused.status_code, refused.json()["code"], none_found.json()) == (403, "reason_required", [])
    assert (given.status_code, given.json()["given_name"]) == (200, "Inès")
    assert [(each.api_key, each.why) for each in AccessEntry.objects.filter(action="api_read")] == [
        (key.prefix, "profile, protected: ticket 12345, her repair")
    ]


def test_both_records_of_a_merge_stay_protected_and_part_as_they_were(
    client: Browser, famous: Client, boutique: Boutique, hana: User, bob: User
) -> None:
    keep = make_known_client(boutique, "Ines", family_name="Duval-Roy")
    log = merge_clients(keep, famous, actor=hana, reason="the same person", at=timezone.now())
    client.force_login(bob)

    assert "Ines" not in page_of(client, f"/clients/{keep.uid}/")
    unmerge_clients(log, actor=hana, at=timezone.now())
    assert "Ines Duval-Roy" in page_of(client, f"/clients/{keep.uid}/")
    assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")


def test_a_manager_marks_a_client_and_the_officer_alone_lifts_it(
    client: Browser, camille: Client, maya: User, petra: User, bob: User
) -> None:
    client.force_login(maya)
    client.post(f"/clients/{camille.uid}/protect/", {"kind": "asked", "because": "Asked us to be discreet"})
    assert Protection.objects.get().marked_by == maya
    lift = {"lift": "1", "because": "No longer wished, by letter"}
    assert client.post(f"/privacy/clients/{camille.uid}/protection/", lift).status_code == 403
    assert Protection.objects.filter(lifted_at=None).count() == 1

    client.force_login(petra)
    client.post(f"/privacy/clients/{camille.uid}/protection/", lift)

    assert Protection.objects.get().lifted_by == petra
    client.force_login(bob)
    assert "Camille" in page_of(client, f"/clients/{camille.uid}/")
    whys = AccessEntry.objects.filter(fields=["protection"]).order_by("pk").values_list("user", "why")
    assert list(whys) == [(maya.pk, "protected: asked"), (petra.pk, "protection lifted")]


def test_the_officer_reads_who_opened_it_and_why(client: Browser, famous: Client, bob: User, petra: User) -> None:
    opened(famous, bob)
    client.force_login(petra)

    page = page_of(client, f"/privacy/clients/{famous.uid}/")

    assert [words in page for words in ("Known from the cinema", "Comes at four", "Lift the protection")] == [True] * 3


def test_marking_twice_and_lifting_twice_change_nothing(famous: Client, petra: User, now: datetime) -> None:
    with pytest.raises(ProtectionError, match="already_protected"):
        protect_client(famous, kind="asked", because="Asked us to be discreet", actor=petra, at=now)
    lift_protection(famous, because="No longer wished, by letter", actor=petra, at=now)
    with pytest.raises(ProtectionError, match="not_protected"):
        lift_protection(famous, because="No longer wished, by letter", actor=petra, at=now)

    assert Protection.objects.count() == 1


def test_the_officers_are_mailed_once_and_no_client_is_named(
    famous: Client, bob: User, petra: User, other_brand: Brand, sink: MailStore
) -> None:
    make_user("Pavel", "privacy", brand=other_brand)
    opened(famous, bob)

    assert [mail_alerts(at=timezone.now() + timedelta(seconds=1)) for _ in range(2)] == [1, 0]

    mails = sink.mails()
    written = "".join(f"{mail.message}" for mail in mails)
    assert [mail.recipient for mail in mails] == [petra.email]
    assert [word for word in ("Inès", "Duval", famous.uid, "fitting") if word in written] == []


def test_a_mail_that_nobody_took_goes_again(famous: Client, bob: User, petra: User, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    opened(famous, bob)
    at = timezone.now() + timedelta(seconds=1)

    with pytest.raises(OSError):
        mail_alerts(at=at)

    alert = AccessAlert.objects.get()
    assert (alert.mailed_at, alert.mail_due_at) == (None, at + timedelta(minutes=5))


def test_several_protected_clients_in_a_day_stand_out(
    boutique: Boutique, alice: User, bob: User, petra: User, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        for name in ("Inès", "Odile", "Rosa"):
            client = make_known_client(boutique, name, advisor=alice)
            protect_client(client, kind="famous", because="Known from the cinema", actor=petra, at=now)
            for user in (alice, bob):
                record_access(user=user, client=client, action="viewed", fields=["identity"], why="page")

    noted = [note_unusual_access(at=now + timedelta(hours=hour)) for hour in (1, 2)]

    alert = AccessAlert.objects.get(code="protected")
    assert noted == [1, 0]
    assert (alert.user, alert.words) == (bob, "3 protected clients on 10 March, 3 looks, none their own.")


def test_the_officer_works_through_the_list(client: Browser, famous: Client, bob: User, petra: User) -> None:
    opened(famous, bob)
    alert = AccessAlert.objects.get()
    client.force_login(petra)

    client.post(f"/privacy/alerts/{alert.pk}/", {"asked": "1"})
    assert "Comes at four" in page_of(client, "/privacy/alerts/?state=asked")
    client.post(f"/privacy/alerts/{alert.pk}/", {"explanation": ""})
    client.post(f"/privacy/alerts/{alert.pk}/", {"explanation": "She came, and was served by Bob."})

    alert.refresh_from_db()
    assert (alert.state, alert.asked_by, alert.explained_by) == ("explained", petra, petra)
    assert "served by Bob" in page_of(client, "/privacy/alerts/?state=explained")
    assert "Comes at four" not in page_of(client, "/privacy/alerts/")


def test_an_officer_of_another_brand_reads_no_such_alert(
    client: Browser, famous: Client, bob: User, other_brand: Brand
) -> None:
    opened(famous, bob)
    client.force_login(make_user("Pavel", "privacy", brand=other_brand))

    assert famous.uid not in page_of(client, "/privacy/alerts/")
    answer = client.post(f"/privacy/alerts/{AccessAlert.objects.get().pk}/", {"asked": "1"})
    assert (answer.status_code, AccessAlert.objects.get().asked_at) == (404, None)


def test_the_list_is_paged(client: Browser, bob: User, petra: User, now: datetime) -> None:
    AccessAlert.objects.bulk_create(
        AccessAlert(key=f"k{number}", code="at_night", user=bob, at=now, words=f"sign {number:03}.")
        for number in range(40)
    )
    client.force_login(petra)

    first = page_of(client, "/privacy/alerts/")
    second = page_of(client, f"/privacy/alerts/?before={AccessAlert.objects.get(key='k10').pk}")

    assert (first.count("sign "), second.count("sign ")) == (30, 10)
