"""The sentences that the database enforces about destinations, each broken once."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.models import Audience, AudienceMember, Brand, Delivery, Destination

pytestmark = pytest.mark.django_db


@pytest.fixture
def audience(brand: Brand) -> Audience:
    wanted = Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu")
    gift = make_segment(brand, code="gift", name="Gift", kind="static")
    return start_audience(make_destination(brand, wanted, actor=None)[0], gift, actor=None)


def refuses(constraint: str, make: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def test_one_name_per_brand_and_a_former_secret_with_an_end(audience: Audience) -> None:
    ads = audience.destination

    refuses(
        "one_destination_name_per_brand",
        lambda: Destination.objects.create(brand=ads.brand, name=ads.name, purpose=ads.purpose, region="eu"),
    )
    refuses("a_former_secret_has_an_end", lambda: Destination.objects.update(former_secret="x"))


def test_one_live_audience_and_one_membership(audience: Audience, now: datetime) -> None:
    twin = {"destination": audience.destination, "segment": audience.segment}
    AudienceMember.objects.create(audience=audience, client_id=1)

    refuses("one_live_audience_per_destination_and_segment", lambda: Audience.objects.create(**twin))
    refuses(
        "one_membership_per_audience_and_client", lambda: AudienceMember.objects.create(audience=audience, client_id=1)
    )
    assert Audience.objects.create(**twin, stopped_at=now).pk


def test_a_delivery_has_its_number_its_lease_and_its_moment(audience: Audience, now: datetime) -> None:
    Delivery.objects.create(audience=audience, number=1, type="audience.changed", due_at=now)

    refuses(
        "one_delivery_per_audience_and_number",
        lambda: Delivery.objects.create(audience=audience, number=1, type="audience.changed", due_at=now),
    )
    refuses("a_delivery_under_way_is_leased", lambda: Delivery.objects.update(status="sending"))
    refuses("a_delivery_made_says_when", lambda: Delivery.objects.update(status="delivered"))
