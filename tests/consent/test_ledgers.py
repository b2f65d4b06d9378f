"""What the database itself holds of consent: constraints, and ledgers that refuse to change."""

import hashlib
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from consent.actions.access import record_access
from consent.actions.suppress import withdraw_by_link
from consent.contact_hash import contact_hash
from consent.models import AccessEntry, CurrentDecision, Decision, Notice, Purpose, Suppression
from consent.notices import FIRST_NOTICES
from consent.purposes import STANDING_PURPOSES, ensure_purposes
from consent.queries.notices import notice_for
from crm.models import Brand, Client, User
from tests.factories import allow_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledgers(camille: Client, brand: Brand, alice: User) -> list[Any]:
    """One row of each."""
    return [
        allow_contact(camille, brand),
        record_access(user=alice, client=camille, action="viewed"),
        Notice.objects.order_by("pk").first(),
    ]


def test_a_ledger_refuses_to_be_changed(ledgers: list[Any]) -> None:
    for row in ledgers:
        before = type(row)._default_manager.values().get(pk=row.pk)
        field = {Decision: "origin", AccessEntry: "why", Notice: "text"}[type(row)]

        with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(**{field: "rewritten"})

        assert type(row)._default_manager.values().get(pk=row.pk) == before


def test_a_ledger_refuses_to_forget(ledgers: list[Any]) -> None:
    for row in ledgers:
        with pytest.raises(IntegrityError, match="ledger_is_append_only"), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk)._raw_delete(using="default")

        assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_one_current_decision_per_contact_point_purpose_and_brand(camille: Client, brand: Brand) -> None:
    allow_contact(camille, brand)
    current = CurrentDecision.objects.get()
    current.pk = None

    with pytest.raises(IntegrityError, match="one_current_decision_per_contact_point_purpose_and_brand"):
        current.save(force_insert=True)


@pytest.mark.parametrize("is_for_the_group", [True, False])
def test_one_live_suppression_per_contact_point_brand_and_reason(
    brand: Brand, now: datetime, is_for_the_group: bool
) -> None:
    place = {
        "channel": "email",
        "contact_hash": "h",
        "reason": "bounced",
        "brand": None if is_for_the_group else brand,
    }
    Suppression.objects.create(**place, lifted_at=now)
    Suppression.objects.create(**place)

    with pytest.raises(IntegrityError, match="one_live_suppression_per_contact_point_brand_and_reason"):
        Suppression.objects.create(**place)


def test_one_text_per_purpose_version_and_language(brand: Brand) -> None:
    notice = Notice.objects.order_by("pk")[0]
    again = Notice(purpose=notice.purpose, version=1, language=notice.language, text="Other words")

    with pytest.raises(IntegrityError, match="one_text_per_purpose_version_and_language"):
        again.save()


def test_the_standing_purposes_come_with_their_words_in_four_languages(brand: Brand) -> None:
    texts = Notice.objects.values_list("purpose__code", "language", "text", "sha256")

    assert {code: text for code, language, text, _ in texts if language == "fr"} == {
        code: words["fr"] for code, words in FIRST_NOTICES.items()
    }
    assert {language for _, language, _, _ in texts} == {"en", "fr", "it", "zh-hans"}
    assert all(hashlib.sha256(text.encode()).hexdigest() == digest for _, _, text, digest in texts)
    assert set(Purpose.objects.values_list("code", flat=True)) == {each.code for each in STANDING_PURPOSES}


def test_making_the_purposes_again_changes_nothing(brand: Brand, django_assert_num_queries: Any) -> None:
    before = list(Notice.objects.order_by("pk").values())

    with django_assert_num_queries(3):
        ensure_purposes()

    assert list(Notice.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("asked", "given"), [("fr", "fr"), ("zh-Hans", "zh-hans"), ("it-CH", "it"), ("ja", "en"), ("", "en")]
)
def test_the_words_come_in_the_nearest_language(brand: Brand, asked: str, given: str) -> None:
    notice = notice_for("marketing", asked)

    assert notice is not None
    assert notice.language == given


def test_a_newer_text_is_shown_and_the_old_one_stays(brand: Brand) -> None:
    first = notice_for("marketing", "fr")
    assert first is not None
    Notice.objects.create(purpose=first.purpose, version=2, language="fr", text="D’autres mots")

    newest = notice_for("marketing", "fr")
    assert newest is not None
    assert (newest.version, first.version) == (2, 1)
    assert newest.sha256 == hashlib.sha256("D’autres mots".encode()).hexdigest()


def test_the_hash_of_an_address_says_nothing_without_the_key(settings: Any) -> None:
    mine = contact_hash("email", "camille@mail.example")
    settings.CONTACT_HASH_KEY = "another key"

    assert contact_hash("email", "camille@mail.example") != mine


def test_the_hash_is_of_the_channel_and_the_folded_address() -> None:
    assert contact_hash("email", " Camille@mail.example") == contact_hash("email", "camille@mail.example")
    assert contact_hash("sms", "+33639980001") != contact_hash("whatsapp", "+33639980001")


def test_a_look_is_written_down_with_who_and_why(camille: Client, alice: User) -> None:
    entry = record_access(
        user=alice, client=camille, action="viewed", fields=["summary", "timeline"], why="visit", request_id="r1"
    )

    kept = AccessEntry.objects.values("user", "client", "action", "fields", "why", "request_id").get(pk=entry.pk)
    assert kept == {
        "user": alice.pk,
        "client": camille.pk,
        "action": "viewed",
        "fields": ["summary", "timeline"],
        "why": "visit",
        "request_id": "r1",
    }


def test_a_yes_of_staff_was_confirmed_by_the_client(camille: Client, brand: Brand, alice: User) -> None:
    said = allow_contact(camille, brand)
    said.pk, said.method, said.actor = None, "staff", alice

    with pytest.raises(IntegrityError, match="a_yes_of_staff_was_confirmed_by_the_client"), transaction.atomic():
        said.save(force_insert=True)

    assert Decision.objects.count() == 1


@pytest.mark.parametrize("method", ["staff", "import"])
def test_the_database_lets_nobody_but_the_client_take_a_withdrawal_back(
    camille: Client, brand: Brand, method: str
) -> None:
    allow_contact(camille, brand)
    withdraw_by_link(camille, brand=brand, channel="email", purposes=["marketing"], at=timezone.now())
    current = CurrentDecision.objects.select_related("decision").get()
    withdrawn = current.decision
    pending = Decision.objects.get(status="given")
    written = Decision.objects.create(
        client=camille, brand=brand, purpose=withdrawn.purpose, channel="email", contact_hash=withdrawn.contact_hash,
        status="given", method=method, captured_at=timezone.now(), confirms=pending,
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="withdrawal_stands"), transaction.atomic():
        CurrentDecision.objects.update(decision=written)

    assert CurrentDecision.objects.get().decision == withdrawn
