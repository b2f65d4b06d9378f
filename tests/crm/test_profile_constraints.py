"""What the database itself enforces of relations, wishes, carts, loyalty and scores, each broken once."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.models import Brand, Cart, CartItem, Client, LoyaltyAccount, Relation, Score, Wish
from tests.crm.test_constraints import refuses
from tests.factories import make_client

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, tzinfo=UTC)


def test_a_relation_names_somebody_else(camille: Client) -> None:
    refuses("a_relation_names_a_client_or_a_person", Relation, client=camille, kind="child")
    refuses("nobody_is_related_to_themselves", Relation, client=camille, other=camille, kind="sibling")


def test_a_relation_stands_once(camille: Client) -> None:
    spouse = make_client("Paul")
    Relation.objects.create(client=camille, other=spouse, kind="spouse")
    Relation.objects.create(client=camille, name="Anouk", kind="child")

    refuses("one_relation_per_two_clients_and_kind", Relation, client=camille, other=spouse, kind="spouse")
    refuses("one_relation_per_name_and_kind", Relation, client=camille, name="Anouk", kind="child")


def test_a_wish_stands_once_and_ends_after_it_began(camille: Client, brand: Brand) -> None:
    wish = {"client": camille, "brand": brand, "added_at": AT, "changed_at": AT}
    Wish.objects.create(**wish, sku="TOTE")

    refuses("one_wish_per_client_brand_and_sku", Wish, **wish, sku="TOTE")
    refuses("a_wish_ends_after_it_began", Wish, **wish, sku="BELT", removed_at=AT - timedelta(seconds=1))


def test_a_cart_holds_a_piece_once_and_never_less_than_none(camille: Client, brand: Brand) -> None:
    item = {"client": camille, "brand": brand, "changed_at": AT}
    CartItem.objects.create(**item, sku="TOTE")

    Cart.objects.create(client=camille, brand=brand, named_at=AT)

    refuses("one_cart_per_client_and_brand", Cart, client=camille, brand=brand, named_at=AT)
    refuses("one_cart_item_per_client_brand_and_sku", CartItem, **item, sku="TOTE", quantity=2)
    refuses("a_cart_never_holds_less_than_none", CartItem, **item, sku="BELT", quantity=-1)


def test_a_loyalty_number_is_one_account(camille: Client, brand: Brand) -> None:
    account = {"brand": brand, "programme": "cercle", "number": "L1", "changed_at": AT}
    LoyaltyAccount.objects.create(client=camille, **account)

    refuses("one_loyalty_account_per_number", LoyaltyAccount, client=make_client("Eve"), **account)


@pytest.mark.parametrize("is_of_the_group", [True, False])
def test_a_model_says_one_thing_of_a_client(camille: Client, brand: Brand, is_of_the_group: bool) -> None:
    score = {"client": camille, "brand": None if is_of_the_group else brand, "model": "clv", "value": 1.0, "at": AT}
    Score.objects.create(**score, version="1")

    refuses("one_score_per_client_brand_and_model", Score, **score, version="2")
