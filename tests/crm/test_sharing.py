"""What the houses of a group share of a client, role by role."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from clienteling.models import Contact, Note, Repair, SurveyAnswer, Visit
from clienteling.queries.client_page import ClientPage, client_page_of
from crm.actions.relationships import know_client
from crm.models import (
    Boutique,
    Brand,
    CartItem,
    Client,
    LoyaltyAccount,
    Relation,
    Score,
    Segment,
    SegmentMember,
    User,
    Wish,
)
from crm.queries.receipts import receipts_of
from crm.queries.timeline import timeline
from crm.sharing import Reach, reach_of
from tests.factories import (
    allow_contact,
    make_boutique,
    make_interaction,
    make_product,
    make_purchase,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sister(other_brand: Brand, camille: Client, now: datetime) -> Boutique:
    """A boutique of the sister house, which knows Camille too."""
    boutique = make_boutique(other_brand, "sorane-vendome", name="place Vendôme")
    know_client(camille, brand=other_brand, boutique=boutique, at=now)
    return boutique


@pytest.fixture
def sofia(sister: Boutique) -> User:
    """An advisor of the sister house."""
    return make_user("Sofia", "advisor", boutique=sister)


@pytest.fixture
def two_houses(camille: Client, boutique: Boutique, sister: Boutique, alice: User, sofia: User, now: datetime) -> None:
    """Each house has one of everything of Camille."""
    for place, advisor in ((boutique, alice), (sister, sofia)):
        house, code = place.brand, place.brand.code
        piece = make_product(house, f"piece-{code.lower()}", category="bags")
        make_purchase(camille, place, piece, at=now - timedelta(days=5))
        made = {"client": camille, "brand": house}
        Wish.objects.create(**made, sku=f"WISH-{code}", added_at=now, changed_at=now)
        CartItem.objects.create(**made, sku=f"CART-{code}", changed_at=now)
        LoyaltyAccount.objects.create(**made, programme="cercle", number="1", changed_at=now)
        Score.objects.create(**made, model="clv", version="1", value=1, at=now)
        Repair.objects.create(**made, number="R1", opened_at=now).steps.create(status="opened", at=now)
        SurveyAnswer.objects.create(**made, kind="nps", score=9, answered_at=now, source="survey", source_ref="1")
        segment = Segment.objects.create(brand=house, code="gift", name=f"Gift {code}")
        SegmentMember.objects.create(segment=segment, client=camille, since=now)
        allow_contact(camille, house)
        make_interaction(make_source(house, f"web-{code.lower()}"), client=camille, at=now)
        Note.objects.create(client=camille, author=advisor, boutique=place, text=f"note of {code}")
        Contact.objects.create(client=camille, advisor=advisor, boutique=place, channel="phone", text=code, at=now)
        Visit.objects.create(client=camille, boutique=place, method="code", arrived_at=now, left_at=now)


def page_for(user: User, client: Client, now: datetime) -> ClientPage:
    membership = user.memberships.first()
    assert membership is not None
    return client_page_of(client, user=user, brand=membership.brand, boutique=membership.boutique, at=now)


@pytest.mark.usefixtures("two_houses")
def test_what_is_a_houses_stays_in_the_house(camille: Client, alice: User, now: datetime) -> None:
    page = page_for(alice, camille, now)
    profile = page.profile

    assert [each.sku for each in profile.wishes] == ["WISH-AURELLE"]
    assert [each.sku for each in profile.cart] == ["CART-AURELLE"]
    assert [each.house for each in profile.loyalty] == ["Aurelle"]
    assert [each.house for each in profile.scores] == ["Aurelle"]
    assert [each.name for each in profile.segments] == ["Gift AURELLE"]
    assert (len(page.care.repairs), len(page.care.answers)) == (1, 1)
    assert [note.text for note in page.care.notes] == ["note of AURELLE"]


@pytest.mark.usefixtures("two_houses")
def test_a_purchase_of_a_sister_house_is_a_day_a_house_and_a_category(
    camille: Client, alice: User, now: datetime
) -> None:
    theirs = next(receipt for receipt in receipts_of(camille, reach_of(alice)) if receipt.house == "Sorane")

    assert (theirs.is_ours, theirs.total, theirs.place) == (False, None, None)
    (line,) = theirs.lines
    assert (line.piece.name, line.piece.category, line.sku, line.amount) == ("Bags", "bags", "", None)
    facts = page_for(alice, camille, now).facts
    assert (facts.purchase_count, facts.elsewhere) == (1, {"Sorane": 1})


@pytest.mark.usefixtures("two_houses")
def test_the_story_of_a_sister_house_is_its_days_alone(camille: Client, alice: User) -> None:
    entries = timeline(camille, reach=reach_of(alice), limit=50).entries

    told = sorted((entry.kind, entry.text) for entry in entries)
    assert told == [
        ("answer", "Would recommend: 9 of 10"),
        ("consent", "Agreed: News and invitations of the house"),
        ("contact", "Telephone, with Alice: AURELLE"),
        ("contact", "Telephone, with Sorane"),
        ("interaction", "Product Viewed"),
        ("purchase", "Bought at rue Saint-Honoré"),
        ("purchase", "Bought from Sorane"),
        ("repair", "Repair R1: opened"),
        ("visit", "Came to Sorane"),
        ("visit", "Came to rue Saint-Honoré"),
        ("wish", "Wishes for WISH-AURELLE"),
    ]
    assert [entry.detail["total"] for entry in entries if entry.text == "Bought from Sorane"] == [None]


@pytest.mark.usefixtures("two_houses")
def test_the_group_reads_every_house_but_not_what_the_boutiques_wrote(
    camille: Client, hana: User, now: datetime
) -> None:
    page = page_for(hana, camille, now)

    assert sorted(each.house for each in page.profile.wishes) == ["Aurelle", "Sorane"]
    assert sorted(each.name for each in page.profile.segments) == ["Gift AURELLE", "Gift SORANE"]
    assert (page.facts.purchase_count, page.facts.elsewhere) == (2, {})
    assert page.care.notes == []
    spoken = [entry.text for entry in timeline(camille, reach=reach_of(hana), kind="contact").entries]
    assert sorted(spoken) == ["Telephone, with Alice", "Telephone, with Sofia"]


@pytest.mark.usefixtures("two_houses")
def test_another_boutique_of_the_house_reads_that_one_spoke_and_not_what_was_said(
    camille: Client, charlie: User, other_boutique: Boutique, now: datetime
) -> None:
    know_client(camille, brand=other_boutique.brand, boutique=other_boutique, at=now)

    page = page_for(charlie, camille, now)

    assert page.care.notes == []
    assert len(page.care.repairs) == 1
    spoken = [entry.text for entry in timeline(camille, reach=reach_of(charlie), kind="contact").entries]
    assert sorted(spoken) == ["Telephone, with Alice", "Telephone, with Sorane"]


def test_a_privacy_officer_and_a_stranger_reach_nothing(petra: User, camille: Client, now: datetime) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert (reach_of(AnonymousUser()), reach_of(petra)) == (Reach(), Reach(user=petra.pk))


@pytest.mark.usefixtures("two_houses")
def test_without_a_place_nothing_of_any_house_is_read(camille: Client) -> None:
    nobody = Reach()

    assert [receipt.total for receipt in receipts_of(camille, nobody)] == [None, None]
    told = {entry.kind for entry in timeline(camille, reach=nobody, limit=50).entries}
    assert told == {"contact", "purchase", "visit"}


@pytest.mark.parametrize(("role", "where", "expected"), [("hq", "brand", "brand"), ("hq", "country", "all")])
def test_headquarters_of_a_house_reach_that_house(brand: Brand, role: str, where: str, expected: str) -> None:
    place: dict[str, Any] = {"brand": {"brand": brand}, "country": {"country": "IT"}}[where]
    reach = reach_of(make_user("Ida", role, **place))

    assert (reach.every_house, reach.brands) == (expected == "all", {brand.pk} if expected == "brand" else frozenset())


@pytest.fixture
def paul(other_boutique: Boutique) -> Client:
    """Camille's husband, a client of Milan, whom Paris does not know."""
    from tests.factories import make_known_client

    return make_known_client(other_boutique, "Paul", family_name="Neri")


def related_to(user: User, client: Client, now: datetime) -> list[tuple[str, str, str]]:
    return [(each.words, each.name, each.uid) for each in page_for(user, client, now).profile.relations]


def test_a_related_client_whom_one_may_not_see_does_not_exist(
    camille: Client, paul: Client, alice: User, hana: User, other_brand: Brand, now: datetime
) -> None:
    for house in (None, other_brand):
        Relation.objects.all().delete()
        Relation.objects.create(client=camille, other=paul, kind="spouse", brand=house)

        assert related_to(alice, camille, now) == []
        assert related_to(hana, camille, now) == [("Spouse", "Paul Neri", paul.uid)]


def test_what_the_house_wrote_itself_it_knows_without_the_way_there(
    camille: Client, paul: Client, alice: User, brand: Brand, now: datetime
) -> None:
    Relation.objects.create(client=camille, other=paul, kind="spouse", brand=brand)

    assert related_to(alice, camille, now) == [("Spouse", "Paul Neri", "")]


def test_a_related_client_whom_one_may_see_is_a_way_to_their_page(
    camille: Client, paul: Client, alice: User, boutique: Boutique, now: datetime
) -> None:
    Relation.objects.create(client=camille, other=paul, kind="spouse")
    know_client(paul, brand=boutique.brand, boutique=boutique, at=now)

    assert related_to(alice, camille, now) == [("Spouse", "Paul Neri", paul.uid)]


def test_a_relation_is_read_from_both_sides(
    camille: Client, paul: Client, charlie: User, alice: User, brand: Brand, now: datetime
) -> None:
    Relation.objects.create(client=camille, other=paul, kind="assistant", brand=brand, note="discreet")

    assert related_to(charlie, paul, now) == [("Assists", "Camille Laurent", "")]
    assert page_for(charlie, paul, now).profile.relations[0].note == ""


def test_a_plain_name_is_its_houses(camille: Client, alice: User, sofia: User, brand: Brand, now: datetime) -> None:
    Relation.objects.create(client=camille, name="Anouk", kind="child", brand=brand)
    Relation.objects.create(client=camille, name="Louis", kind="child")

    assert related_to(alice, camille, now) == [("Child", "Anouk", ""), ("Child", "Louis", "")]
    assert related_to(sofia, camille, now) == [("Child", "Louis", "")]
