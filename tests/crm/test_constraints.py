"""The sentences that the database itself enforces, each broken once."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from crm.models import (
    AutomaticMergeThreshold,
    Boutique,
    Brand,
    Category,
    Client,
    CustomerAccount,
    DuplicatePass,
    DuplicateProposal,
    Identifier,
    IdentityLink,
    ImportRun,
    Interaction,
    Membership,
    MergeLog,
    Price,
    Product,
    Purchase,
    PurchaseLine,
    RejectedCall,
    Relationship,
    Segment,
    SegmentMember,
    SegmentVersion,
    Source,
    Stock,
    StockAlert,
    User,
)
from tests.factories import add_identifier, make_client, make_product, make_purchase, set_stock

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, tzinfo=UTC)


def refuses(constraint: str, model: type[Model], /, **fields: Any) -> None:
    """The row is refused by this constraint, and nothing was added."""
    before = model._default_manager.count()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model._default_manager.create(**fields)

    assert model._default_manager.count() == before


def test_a_client_is_not_merged_into_itself(camille: Client) -> None:
    with pytest.raises(IntegrityError, match="a_client_is_not_merged_into_itself"), transaction.atomic():
        Client.objects.filter(pk=camille.pk).update(canonical=camille)

    camille.refresh_from_db()
    assert camille.canonical is None


def test_a_unique_id_belongs_to_one_client(camille: Client) -> None:
    refuses("one_client_per_uid", Client, uid=camille.uid)


@pytest.mark.parametrize("is_online", [True, False])
def test_one_relationship_per_client_and_place(camille: Client, boutique: Boutique, is_online: bool) -> None:
    place = {"client": camille, "brand": boutique.brand, "boutique": None if is_online else boutique}
    Relationship.objects.get_or_create(**place, defaults={"since": AT})

    refuses("one_relationship_per_client_and_place", Relationship, **place, since=AT)


def test_an_identifier_resolves_to_one_client(camille: Client) -> None:
    claim = {"namespace": "email", "value": "camille@mail.example", "source": "test", "asserted_at": AT}

    refuses("an_identifier_resolves_to_one_client", Identifier, client=make_client("Eve"), **claim)

    Identifier.objects.update(retracted_at=AT)
    assert Identifier.objects.create(client=make_client("Eve"), **claim).retracted_at is None


@pytest.mark.parametrize("namespace", ["app", "crm", "loyalty"])
def test_one_value_of_a_single_namespace_per_client(camille: Client, namespace: str) -> None:
    add_identifier(camille, namespace, "1")

    refuses(
        "one_value_of_a_single_namespace_per_client",
        Identifier,
        client=camille,
        namespace=namespace,
        value="2",
        source="test",
        asserted_at=AT,
    )


def test_a_link_names_its_ends_in_order_and_stands_once(camille: Client) -> None:
    a, b = Identifier.objects.filter(client=camille).order_by("pk")
    says = {"source": "test", "asserted_at": AT}

    refuses("a_link_names_its_ends_in_order", IdentityLink, a=b, b=a, **says)
    refuses("a_link_names_its_ends_in_order", IdentityLink, a=a, b=a, **says)
    IdentityLink.objects.create(a=a, b=b, **says)
    refuses("one_live_link_between_two_identifiers", IdentityLink, a=a, b=b, **says)


def test_codes_are_unique_in_their_brand(brand: Brand, other_brand: Brand) -> None:
    make_product(brand)
    Segment.objects.create(brand=brand, code="gift", name="Gift")

    refuses("one_product_code_per_brand", Product, brand=brand, code="tote")
    refuses("one_category_code_per_brand", Category, brand=brand, code="bags")
    refuses("one_segment_code_per_brand", Segment, brand=brand, code="gift", name="Gift")
    assert Product.objects.create(brand=other_brand, code="tote").brand == other_brand


def test_a_price_stands_once_and_is_never_negative(brand: Brand) -> None:
    variant = make_product(brand).variants.get()

    refuses("one_price_per_variant_currency_and_country", Price, variant=variant, currency="EUR", amount=Decimal("1"))
    refuses("a_price_is_never_negative", Price, variant=variant, currency="GBP", amount=Decimal("-0.01"))


def test_stock_stands_once_and_is_never_negative(boutique: Boutique, other_boutique: Boutique) -> None:
    variant = set_stock(make_product(boutique.brand), boutique, 3).variant

    refuses("one_stock_figure_per_variant_and_place", Stock, variant=variant, boutique=boutique, quantity=1)
    refuses("stock_is_never_negative", Stock, variant=variant, boutique=other_boutique, quantity=-1)


def test_one_waiting_alert_per_client_variant_and_channel(camille: Client, brand: Brand) -> None:
    wish = {"brand": brand, "client": camille, "variant": make_product(brand).variants.get()}
    StockAlert.objects.create(**wish, status="ended")
    StockAlert.objects.create(**wish)

    refuses("one_waiting_alert_per_client_variant_and_channel", StockAlert, **wish)


def test_one_purchase_per_brand_source_and_reference(boutique: Boutique) -> None:
    make_purchase(None, boutique, at=AT, source_ref="R-1")

    refuses(
        "one_purchase_per_brand_source_and_reference",
        Purchase,
        brand=boutique.brand,
        source="till",
        source_ref="R-1",
        occurred_at=AT,
        currency="EUR",
        total=Decimal("1"),
    )


def test_a_line_has_a_place_and_a_quantity(boutique: Boutique) -> None:
    purchase = make_purchase(None, boutique, make_product(boutique.brand), at=AT)
    line = {"purchase": purchase, "sku": "TOTE", "unit_price": Decimal("1"), "amount": Decimal("1")}

    refuses("one_line_per_position_on_a_receipt", PurchaseLine, **line, number=1, quantity=1)
    refuses("a_line_has_a_quantity", PurchaseLine, **line, number=2, quantity=0)


def test_a_message_id_is_stored_once(source: Source) -> None:
    call = {"message_id": "m-1", "source": source, "type": "track", "timestamp": AT, "received_at": AT}
    Interaction.objects.create(id=uuid.uuid4(), **call)

    refuses("message_id", Interaction, id=uuid.uuid4(), **call)


@pytest.mark.parametrize("has_source", [True, False])
def test_one_count_per_source_code_and_day(source: Source, has_source: bool) -> None:
    reject = {"source": source if has_source else None, "code": "event_too_large", "day": AT.date()}
    RejectedCall.objects.create(**reject)

    refuses("one_count_per_source_code_and_day", RejectedCall, **reject)


def test_one_run_per_file_mapping_and_brand(brand: Brand) -> None:
    run = {"kind": "purchases", "brand": brand, "sha256": "0" * 64}
    ImportRun.objects.create(**run, file_name="a.csv")

    refuses("one_run_per_file_mapping_and_brand", ImportRun, **run, file_name="b.csv")


def test_one_membership_per_segment_and_client(camille: Client, brand: Brand) -> None:
    member = {"segment": Segment.objects.create(brand=brand, code="gift", name="Gift"), "client": camille}
    SegmentMember.objects.create(**member, since=AT)

    refuses("one_membership_per_segment_and_client", SegmentMember, **member, since=AT)


@pytest.mark.parametrize("role", ["advisor", "manager"])
def test_advisors_and_managers_belong_to_a_boutique(hana: User, brand: Brand, role: str) -> None:
    refuses("advisors_and_managers_belong_to_a_boutique", Membership, user=hana, role=role, brand=brand)


def test_a_membership_names_its_brand_and_stands_once(alice: User, hana: User, boutique: Boutique) -> None:
    refuses("a_boutique_membership_names_its_brand", Membership, user=hana, role="advisor", boutique=boutique)
    refuses("one_membership_per_user_role_and_place", Membership, user=hana, role="hq")
    refuses(
        "one_membership_per_user_role_and_place",
        Membership,
        user=alice,
        role="advisor",
        brand=boutique.brand,
        boutique=boutique,
    )


def test_one_account_per_client_and_address(camille: Client) -> None:
    CustomerAccount.objects.create(client=camille, email="camille@mail.example")

    refuses("client_id", CustomerAccount, client=camille, email="other@mail.example")
    refuses("email", CustomerAccount, client=make_client("Eve"), email="camille@mail.example")


def test_a_client_is_merged_into_one_other_and_not_into_itself(camille: Client) -> None:
    first, second = make_client("Ada"), make_client("Eve")
    MergeLog.objects.create(keep=first, duplicate=camille, reason="same", at=AT)

    refuses("a_client_is_merged_into_one_other", MergeLog, keep=second, duplicate=camille, reason="same", at=AT)
    refuses("a_merge_has_two_clients", MergeLog, keep=first, duplicate=first, reason="same", at=AT)


def test_a_static_segment_has_no_definition(brand: Brand) -> None:
    by_rule = Segment.objects.create(brand=brand, code="french", name="French", kind="computed")
    version = SegmentVersion.objects.create(segment=by_rule, number=1, definition={}, sha256="", published_at=AT)

    refuses("a_static_segment_has_no_definition", Segment, brand=brand, code="hand", kind="static", version=version)


def test_one_version_per_segment_and_number(brand: Brand) -> None:
    by_rule = Segment.objects.create(brand=brand, code="french", name="French", kind="computed")
    version = {"segment": by_rule, "number": 1, "definition": {}, "sha256": "", "published_at": AT}
    SegmentVersion.objects.create(**version)

    refuses("one_version_per_segment_and_number", SegmentVersion, **version)


def test_one_pass_is_unfinished() -> None:
    DuplicatePass.objects.create()

    refuses("one_pass_is_unfinished", DuplicatePass)


def test_no_more_pairs_are_right_than_were_decided() -> None:
    refuses("no_more_are_right_than_decided", AutomaticMergeThreshold, decided=1, right=2, precision_at_least=0.5)


def test_two_clients_have_one_proposal_that_names_them_in_order(camille: Client) -> None:
    younger = make_client("Eve")
    DuplicateProposal.objects.create(a=camille, b=younger, score=0.9)

    refuses("one_proposal_for_two_clients", DuplicateProposal, a=camille, b=younger, score=0.8)
    refuses("a_proposal_names_its_clients_in_order", DuplicateProposal, a=younger, b=camille, score=0.9)
