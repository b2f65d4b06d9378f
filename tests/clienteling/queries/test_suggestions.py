from datetime import datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from clienteling.actions.contacts import log_contact
from clienteling.actions.suggestions import answer_suggestion, take_back_answer
from clienteling.actions.visits import arrive
from clienteling.queries.suggestions import suggestions_for
from crm.models import Boutique, Brand, Client, User
from tests.factories import allow_contact, make_known_client, make_purchase


def bought(client: Client, boutique: Boutique, now: datetime, *days_ago: int) -> None:
    for days in days_ago:
        make_purchase(client, boutique, at=now - timedelta(days=days))


def lines(user: User, boutique: Boutique, now: datetime) -> list[tuple[str, str, str]]:
    return [
        (each.client.given_name, f"{each.line} {each.only}".strip(), each.action)
        for each in suggestions_for(user, boutique, now)
    ]


def test_a_first_buyer_who_heard_nothing_is_thanked(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand)
    allow_contact(camille, brand, channel="phone")
    bought(camille, boutique, now, 24)

    assert lines(alice, boutique, now) == [("Camille", "First purchase 24 days ago, no word from us since.", "Thank")]


def test_the_only_open_channel_is_said(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand, channel="phone")
    allow_contact(camille, brand, purpose="profiling", channel="")
    camille.salutation = "Madame"
    camille.save()
    bought(camille, boutique, now, 178, 118, 58)

    assert lines(alice, boutique, now) == [
        ("Camille", "Usually comes every 60 days; it has been 58. Only telephone is open.", "Call her")
    ]


def test_nobody_is_suggested_who_allows_no_channel(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    bought(camille, boutique, now, 24)

    assert lines(alice, boutique, now) == []


def test_a_rhythm_is_not_used_without_consent_to_profiling(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand)
    bought(camille, boutique, now, 178, 118, 58)

    assert lines(alice, boutique, now) == []


def test_a_colleagues_client_is_not_suggested(
    bob: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand)
    bought(camille, boutique, now, 24)

    assert lines(bob, boutique, now) == []


def test_who_stands_in_the_boutique_is_not_suggested(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand)
    bought(camille, boutique, now, 24)
    arrive(camille, boutique=boutique, advisor=None, method="qr", at=now)

    assert lines(alice, boutique, now) == []


def test_later_keeps_a_suggestion_away_for_three_days_and_undo_brings_it_back(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand)
    bought(camille, boutique, now, 24)
    answer_suggestion(alice, camille, "first_purchase", answer="snoozed", at=now)
    assert lines(alice, boutique, now + timedelta(days=2)) == []
    assert len(lines(alice, boutique, now + timedelta(days=4))) == 1

    take_back_answer(alice, camille, "first_purchase", at=now)

    assert len(lines(alice, boutique, now)) == 1


def test_a_conversation_ends_the_suggestion(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    allow_contact(camille, brand)
    bought(camille, boutique, now, 24)
    log_contact(camille, advisor=alice, boutique=boutique, channel="email", text="", at=now)

    assert lines(alice, boutique, now) == []


def test_there_are_five_at_most_and_the_statements_do_not_grow(
    alice: User, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    for number in range(7):
        client = make_known_client(boutique, f"Guest{number}", email=f"guest{number}@mail.example", advisor=alice)
        allow_contact(client, brand)
        bought(client, boutique, now, 20 + number)

    with CaptureQueriesContext(connection) as statements:
        found = suggestions_for(alice, boutique, now)

    assert [each.client.given_name for each in found] == ["Guest1", "Guest0", "Guest2", "Guest3", "Guest4"]
    assert len(statements) == 5


def test_reasons_of_each_kind_take_turns(alice: User, brand: Brand, boutique: Boutique, now: datetime) -> None:
    for number in range(6):
        celebrant = make_known_client(
            boutique, f"Celebrant{number}", email=f"c{number}@mail.example", advisor=alice, birth_date=now.date()
        )
        allow_contact(celebrant, brand)
        bought(celebrant, boutique, now, 5, 3)
    newcomer = make_known_client(boutique, "Newcomer", email="new@mail.example", advisor=alice)
    allow_contact(newcomer, brand)
    bought(newcomer, boutique, now, 24)

    found = [each.kind for each in suggestions_for(alice, boutique, now)]

    assert found == ["first_purchase", "key_date", "key_date", "key_date", "key_date"]
