"""What privacy officers are told of protected clients, and how they work through it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from clienteling.actions.mail_alerts import mail_alerts
from clienteling.actions.note_unusual import note_unusual_access
from clienteling.mailsink.store import MailStore
from consent.actions.access import record_access
from consent.actions.protect import protect_client
from consent.models import AccessAlert
from crm.models import Boutique, Brand, Client, User
from tests.clienteling.views.protected.pages import opened, page_of
from tests.factories import make_known_client, make_user

pytestmark = pytest.mark.django_db


def test_the_officer_reads_who_opened_it_and_why(client: Browser, famous: Client, bob: User, petra: User) -> None:
    opened(famous, bob)
    client.force_login(petra)

    page = page_of(client, f"/privacy/clients/{famous.uid}/")

    assert [words in page for words in ("Known from the cinema", "Comes at four", "Lift the protection")] == [True] * 3


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
