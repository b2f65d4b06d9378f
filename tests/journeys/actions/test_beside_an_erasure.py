"""Whoever writes a row of a client while they are erased waits for the erasure, or it for them: never both.

PostgreSQL asks for the client of a new row as the transaction is committed, when everything else is locked.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction

from consent.rights.erase import erase_client
from crm.models import Brand, Client, User
from journeys.actions.caps import reserve_caps
from journeys.models import CapRule, CapUse, Enrolment, Send
from tests.waiting import somebody_waits, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
Deed = Callable[[], Any]


@pytest.fixture
def erasing(camille: Client, petra: User) -> Callable[[Deed, Deed], list[BaseException]]:
    """``(begins, goes_on)`` in one transaction, between which the erasure begins and comes as far as it can. What the
    erasure failed of."""

    def run(begins: Deed, goes_on: Deed) -> list[BaseException]:
        failed: list[BaseException] = []
        thread = Thread(target=_erase, args=(camille, petra, failed))
        with transaction.atomic():
            begins()
            thread.start()
            wait_until(lambda: somebody_waits() or not thread.is_alive())
            goes_on()
        thread.join()
        return failed

    return run


def _erase(client: Client, actor: User, failed: list[BaseException]) -> None:
    try:
        erase_client(client, reason="asked", actor=actor)
    except BaseException as error:  # noqa: BLE001  # shown to the test
        failed.append(error)
    finally:
        connection.close()


def test_a_step_of_a_journey(
    enrolment: Enrolment, advance: Callable[[datetime], int], now: datetime,
    erasing: Callable[[Deed, Deed], list[BaseException]],
) -> None:  # fmt: skip
    """It holds the run and writes a message of the client; the erasure holds the client and ends the run."""
    failed = erasing(lambda: Enrolment.objects.select_for_update().get(pk=enrolment.pk), lambda: advance(now))

    assert failed == []
    assert Enrolment.objects.values_list("ended_reason", flat=True).get(pk=enrolment.pk) == "erased"
    assert list(Send.objects.values_list("status", "reason")) == [("refused", "erased")]


def test_a_message_that_is_cleared(
    queued: Send, brand: Brand, erasing: Callable[[Deed, Deed], list[BaseException]], now: datetime
) -> None:
    """It holds the message and takes a place under a cap of the client; the erasure refuses what is queued."""
    CapRule.objects.update_or_create(brand=brand, days=1, defaults={"maximum": 3})

    failed = erasing(
        lambda: Send.objects.select_for_update().get(pk=queued.pk),
        lambda: reserve_caps(client_id=queued.client_id, brand_id=brand.pk, at=now),
    )

    queued.refresh_from_db()
    assert (failed, queued.status, queued.reason) == ([], "refused", "erased")
    assert CapUse.objects.filter(client=queued.client_id, used=1).exists()
