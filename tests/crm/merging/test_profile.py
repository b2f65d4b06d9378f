"""Relations, wishes, carts, scores, loyalty, repairs and answers follow when two records become one, and back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from clienteling.models import Repair, SurveyAnswer
from crm.actions.merge import follow_stragglers, merge_clients, unmerge_clients
from crm.models import Brand, Cart, CartItem, Client, LoyaltyAccount, Relation, Score, User, Wish
from tests.crm.merging.picture import picture_of
from tests.factories import make_client

pytestmark = pytest.mark.django_db


def wish(client: Client, brand: Brand, sku: str, at: datetime, **fields: Any) -> Wish:
    return Wish.objects.create(client=client, brand=brand, sku=sku, added_at=at, changed_at=at, **fields)


@pytest.fixture
def paul() -> Client:
    return make_client("Paul")


@pytest.fixture
def lives(camille: Client, double: Client, paul: Client, brand: Brand, now: datetime) -> None:
    """Both records know the same people and pieces, each a little differently."""
    Relation.objects.create(client=paul, other=double, kind="spouse")
    for number, client in enumerate((camille, double), 1):
        moment = now - timedelta(days=10 - number)
        Relation.objects.create(client=client, other=paul, kind="spouse")
        Relation.objects.create(client=client, name=f"Anouk {number}", kind="child")
        wish(client, brand, "TOTE", moment)
        wish(client, brand, f"BELT-{number}", moment)
        Cart.objects.create(client=client, brand=brand, named_at=moment)
        CartItem.objects.create(client=client, brand=brand, sku="TOTE", quantity=number, changed_at=moment)
        Score.objects.create(client=client, brand=brand, model="clv", version="1", value=number, at=moment)
        LoyaltyAccount.objects.create(
            client=client, brand=brand, programme="cercle", number=f"L{number}", changed_at=moment
        )
        Repair.objects.create(client=client, brand=brand, number=f"R{number}", opened_at=moment)
        SurveyAnswer.objects.create(
            client=client, brand=brand, kind="nps", score=9, answered_at=moment, source="survey", source_ref=str(number)
        )


@pytest.mark.usefixtures("lives")
def test_what_both_have_is_there_once_as_the_younger_says(
    camille: Client, double: Client, paul: Client, maya: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert sorted(camille.wishes.values_list("sku", flat=True)) == ["BELT-1", "BELT-2", "TOTE"]
    assert camille.wishes.get(sku="TOTE").changed_at == now - timedelta(days=8)
    assert list(Cart.objects.filter(client=camille).values_list("named_at", flat=True)) == [now - timedelta(days=8)]
    assert (camille.cart.get().quantity, camille.scores.get().value) == (2, 2.0)
    assert sorted(camille.loyalty_accounts.values_list("number", flat=True)) == ["L1", "L2"]
    assert sorted(camille.repairs.values_list("number", flat=True)) == ["R1", "R2"]
    assert camille.survey_answers.count() == 2


@pytest.mark.usefixtures("lives")
def test_relations_follow_from_both_sides(
    camille: Client, double: Client, paul: Client, maya: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert sorted(camille.relations.values_list("kind", "other", "name")) == [
        ("child", None, "Anouk 1"),
        ("child", None, "Anouk 2"),
        ("spouse", paul.pk, ""),
    ]
    assert list(paul.relations.values_list("kind", "other")) == [("spouse", camille.pk)]


def test_nobody_becomes_their_own_relation(camille: Client, double: Client, maya: User, now: datetime) -> None:
    Relation.objects.create(client=camille, other=double, kind="sibling")
    Relation.objects.create(client=double, other=camille, kind="sibling")
    before = picture_of(camille, double)

    log = merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert Relation.objects.filter(client=camille, other=camille).count() == 0
    unmerge_clients(log, actor=maya, at=now)
    assert picture_of(camille, double) == before


@pytest.mark.usefixtures("lives")
def test_parted_again_each_has_what_it_had(
    camille: Client, double: Client, paul: Client, maya: User, now: datetime, later: datetime
) -> None:
    before = picture_of(camille, double, paul)

    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    follow_stragglers(log)
    unmerge_clients(log, actor=maya, at=later)

    assert picture_of(camille, double, paul) == before
