"""Where the demonstration's partners listen: only what the house signed lately is taken."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from django.test import override_settings
from django.utils import timezone

from crm.actions.deliveries import secrets_of
from crm.actions.destinations import Wanted, make_destination
from crm.destinations.signing import signed_headers
from crm.models import Brand, Destination

pytestmark = pytest.mark.django_db
BODY = b'{"type":"subject.erased"}'


@pytest.fixture
def partner(brand: Brand) -> Destination:
    wanted = Wanted(name="Ads", url="http://partner.example/", purpose="sharing", channel="", region="us")
    return make_destination(brand, wanted, actor=None)[0]


def told(partner: Destination, body: bytes = BODY, *, at: datetime | None = None, number: int = 0) -> int:
    moment = at or timezone.now()
    headers = signed_headers(secrets_of(partner, moment), "m-1", int(moment.timestamp()), BODY)
    named = {name: value for name, value in headers.items() if name != "content-type"}
    address = f"/demo/partner/{number or partner.pk}/"
    return Browser(enforce_csrf_checks=True).post(
        address, body, content_type="application/json", headers=named
    ).status_code  # fmt: skip


def test_a_signed_message_is_taken(partner: Destination) -> None:
    assert told(partner) == 204


def test_another_body_an_old_message_and_no_signature_are_refused(partner: Destination) -> None:
    unsigned = Browser().post(f"/demo/partner/{partner.pk}/", BODY, content_type="application/json")

    assert told(partner, b"{}") == 401
    assert told(partner, at=timezone.now() - timedelta(seconds=301)) == 401
    assert unsigned.status_code == 401


def test_nobody_listens_at_another_address_or_outside_of_a_demonstration(partner: Destination) -> None:
    assert told(partner, number=partner.pk + 1) == 404
    with override_settings(IS_DEMONSTRATION=False):
        assert told(partner) == 404
