"""A receiver on this machine, a destination that sends there, and a segment by hand that it is told of."""

from collections.abc import Iterator

import pytest

from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.models import Audience, Boutique, Brand, Client, Destination, Segment, User
from tests.factories import allow_contact, make_known_client
from tests.webhook_receiver import Receiver, webhook_receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def made(brand: Brand, hana: User, receiver: Receiver) -> tuple[Destination, str]:
    return make_destination(brand, Wanted("Ads", receiver.url, "marketing", "email", "eu"), actor=hana)


@pytest.fixture
def ads(made: tuple[Destination, str]) -> Destination:
    return made[0]


@pytest.fixture
def gift(brand: Brand) -> Segment:
    return make_segment(brand, code="gift", name="Gift", kind="static")


@pytest.fixture
def audience(ads: Destination, gift: Segment, hana: User) -> Audience:
    return start_audience(ads, gift, actor=hana)


@pytest.fixture
def eve(boutique: Boutique, brand: Brand) -> Client:
    eve = make_known_client(boutique, "Eve", email="eve@mail.example", country="FR")
    allow_contact(eve, brand)
    return eve
