"""What the database refuses of messages, whoever writes them."""

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from crm.models import Brand, Client
from journeys.models import Enrolment, Send

pytestmark = pytest.mark.django_db


def send(camille: Client, brand: Brand, now: datetime, **facts: Any) -> Send:
    plain = {"purpose": "service", "template": "consent-confirmation", "language": "en", "channel": "email"}
    return Send.objects.create(client=camille, brand=brand, due_at=now, expires_at=now, **plain, **facts)


def test_a_message_of_neither_a_journey_nor_the_service_is_none(camille: Client, brand: Brand, now: datetime) -> None:
    with pytest.raises(IntegrityError, match="a_message_is_of_a_journey_or_of_the_service"), transaction.atomic():
        send(camille, brand, now)


def test_a_message_of_the_service_is_one_by_its_key(camille: Client, brand: Brand, now: datetime) -> None:
    send(camille, brand, now, key="confirm:1")

    with pytest.raises(IntegrityError, match="journeys_send_key"), transaction.atomic():
        send(camille, brand, now, key="confirm:1")

    assert (Send.objects.count(), Enrolment.objects.count()) == (1, 0)
