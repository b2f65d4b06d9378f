from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from clienteling.actions.visits import arrive
from clienteling.queries import client_list
from clienteling.queries.client_filters import filter_from, scopes_of
from clienteling.queries.client_list import ClientRow, client_page
from clienteling.queries.highlight import highlighted
from crm.actions.segments import enter_segment
from crm.models import Boutique, Brand, Client, Relationship, Segment, User
from tests.factories import make_known_client, make_purchase, make_user


def rows(user: User, boutique: Boutique | None, now: datetime, query: str = "") -> list[ClientRow]:
    return client_page(
        user, filter_from(QueryDict(query), user, text=QueryDict(query).get("q", "")), boutique=boutique, at=now
    ).rows


def names(user: User, boutique: Boutique | None, now: datetime, query: str = "") -> list[str]:
    return [row.client.given_name for row in rows(user, boutique, now, query)]


def test_an_advisors_list_begins_with_her_book_and_who_bought_last(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    noor = make_known_client(boutique, "Noor", advisor=alice)
    make_known_client(boutique, "Somebody", family_name="Else")
    make_purchase(noor, boutique, at=now - timedelta(days=3))

    assert names(alice, boutique, now) == ["Noor", "Camille"]
    assert names(alice, boutique, now, "scope=boutique") == ["Noor", "Somebody", "Camille"]


def test_typing_looks_among_all_whom_one_may_see(
    alice: User, charlie: User, boutique: Boutique, other_boutique: Boutique, now: datetime
) -> None:
    make_known_client(boutique, "Laurence")
    make_known_client(other_boutique, "Lauren")

    assert names(alice, boutique, now, "q=laur") == ["Laurence"]
    assert names(charlie, other_boutique, now, "q=laur") == ["Lauren"]


def test_a_row_says_tier_recency_and_one_hook(alice: User, camille: Client, boutique: Boutique, now: datetime) -> None:
    camille.relationships.update(tier="Very important")
    make_purchase(camille, boutique, at=now - timedelta(days=12))

    [row] = rows(alice, boutique, now)

    assert (row.standing, row.hook, row.is_here) == ("Very important · 12 days", "First purchase", False)


def test_a_hook_does_not_say_the_tier_again(
    alice: User, camille: Client, boutique: Boutique, brand: Brand, now: datetime
) -> None:
    camille.relationships.update(tier="Very important")
    for code, name in (("vip", "Very important"), ("gift", "Gift")):
        enter_segment(Segment.objects.create(brand=brand, code=code, name=name), camille, reason="test", at=now)

    [row] = rows(alice, boutique, now)

    assert row.hook == "Gift"


def test_a_row_says_why_it_was_found_where_the_name_does_not(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    hooks = [rows(alice, boutique, now, f"q={text}")[0].hook for text in ("0001", "camile")]

    assert hooks == ["Telephone ends 0001", "Spelt camille"]


def test_who_is_here_now_says_so(alice: User, camille: Client, boutique: Boutique, now: datetime) -> None:
    arrive(camille, boutique=boutique, advisor=alice, method="qr", at=now)

    [row] = rows(alice, boutique, now)

    assert (row.standing, row.is_here) == ("here now", True)


def test_a_segment_narrows_the_list(
    alice: User, camille: Client, brand: Brand, boutique: Boutique, now: datetime
) -> None:
    make_known_client(boutique, "Noor", advisor=alice)
    gift = Segment.objects.create(brand=brand, code="gift", name="Gift", tag="gift")
    enter_segment(gift, camille, reason="alert", at=now)

    [row] = rows(alice, boutique, now, "segment=gift")

    assert (row.client, row.hook) == (camille, "Gift")


@pytest.mark.parametrize("query", ["", "scope=boutique", "q=guest"])
def test_pages_follow_each_other_without_gap_or_repeat(
    alice: User, boutique: Boutique, now: datetime, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_list, "PAGE", 2)
    for number in range(5):
        client = make_known_client(boutique, f"Guest{number}", advisor=alice)
        if number % 2:
            make_purchase(client, boutique, at=now - timedelta(days=1))
    chosen = filter_from(QueryDict(query), alice, text=QueryDict(query).get("q", ""))

    found, after = [], ""
    for _ in range(3):
        page = client_page(alice, chosen, boutique=boutique, at=now, after=after)
        found += [row.client.given_name for row in page.rows]
        after = page.after

    assert sorted(found) == [f"Guest{number}" for number in range(5)]
    assert after == ""


def test_headquarters_page_through_everybody_newest_first(
    hana: User, boutique: Boutique, other_boutique: Boutique, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_list, "PAGE", 1)
    make_known_client(boutique, "Noor")
    make_known_client(other_boutique, "Giulia")
    chosen = filter_from(QueryDict(""), hana)

    first = client_page(hana, chosen, boutique=None, at=now)
    second = client_page(hana, chosen, boutique=None, at=now, after=first.after)

    assert [row.client.given_name for row in first.rows + second.rows] == ["Giulia", "Noor"]


def test_the_statements_do_not_grow_with_the_rows(
    alice: User, camille: Client, boutique: Boutique, now: datetime
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            rows(User.objects.get(pk=alice.pk), boutique, now)
        return len(captured)

    with_one = statements()
    make_known_client(boutique, "Noor", advisor=alice)
    make_known_client(boutique, "Jean", advisor=alice)

    # The user, the places of the user, the list.
    assert (with_one, statements()) == (3, 3)


def test_each_role_has_its_own_wholes(alice: User, maya: User, hana: User, brand: Brand) -> None:
    assert scopes_of(alice) == [("book", "My book"), ("boutique", "Boutique")]
    assert scopes_of(maya) == [("boutique", "Boutique")]
    assert scopes_of(hana) == [("all", "Everybody"), ("AURELLE", "Aurelle")]


@pytest.mark.parametrize(
    ("name", "text", "pieces"),
    [
        ("Camille Laurent", "laur", [("Camille ", False), ("Laur", True), ("ent", False)]),
        ("Élodie Martin", "mart elo", [("Élo", True), ("die ", False), ("Mart", True), ("in", False)]),
        ("王丽华", "丽", [("王", False), ("丽", True), ("华", False)]),
        ("Camille Laurent", "zzz", [("Camille Laurent", False)]),
        ("Camille Laurent", "", [("Camille Laurent", False)]),
        ("Lœtitia Noël", "loet", [("Lœt", True), ("itia Noël", False)]),
    ],
)
def test_what_was_looked_for_is_marked_in_the_name(name: str, text: str, pieces: list[tuple[str, bool]]) -> None:
    assert highlighted(name, text) == pieces


@pytest.fixture
def known_to_both(camille: Client, other_brand: Brand, now: datetime) -> Client:
    """Camille, whom a sister house calls its own: in a segment and a tier of that house."""
    best = Segment.objects.create(brand=other_brand, code="best", name="Best of Sorane")
    enter_segment(best, camille, reason="test", at=now)
    Relationship.objects.create(client=camille, brand=other_brand, tier="Platinum", since=now)
    return camille


def test_a_row_says_nothing_of_what_a_sister_house_calls_the_client(
    alice: User, known_to_both: Client, boutique: Boutique, brand: Brand, now: datetime
) -> None:
    house = make_user("Hugo", "hq", brand=brand)

    said = [
        (row.standing, row.hook) for user, place in ((alice, boutique), (house, None)) for row in rows(user, place, now)
    ]

    assert said == [("no purchase yet", "")] * 2


@pytest.mark.parametrize("query", ["segment=best", "tier=Platinum"])
def test_nobody_is_narrowed_by_what_a_sister_house_calls_them(
    alice: User, hana: User, known_to_both: Client, boutique: Boutique, now: datetime, query: str
) -> None:
    assert names(alice, boutique, now, query) == []
    assert names(hana, None, now, query) == ["Camille"]


def test_a_list_found_by_text_does_not_go_on_behind_somebody_whom_one_does_not_see(
    charlie: User, camille: Client, other_boutique: Boutique, now: datetime
) -> None:
    """Else names made for it on either side would tell where the stranger stands."""
    make_known_client(other_boutique, "Laura", family_name="Aa")
    make_known_client(other_boutique, "Lauren", family_name="Zz")
    chosen = filter_from(QueryDict(""), charlie, text="lau")

    found = [client_page(charlie, chosen, boutique=None, at=now, after=uid) for uid in (camille.uid, "C-0000000000")]

    assert [page.rows for page in found] == [[], []]
