"""A cap is never exceeded, however many workers reserve at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from crm.models import Brand, Client
from journeys.actions.caps import release_caps, reserve_caps
from journeys.models import CapRule, CapUse


def uses() -> list[int]:
    return list(CapUse.objects.order_by("rule__days").values_list("used", flat=True))


@pytest.mark.django_db(transaction=True)
def test_sixteen_workers_never_go_above_the_cap(camille: Client, brand: Brand, now: datetime) -> None:
    def reserve(_: int) -> bool:
        try:
            return reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as workers:
        granted = list(workers.map(reserve, range(64)))

    assert (granted.count(True), uses()) == (4, [4])


def test_a_place_is_taken_under_every_cap_or_under_none(camille: Client, brand: Brand, now: datetime) -> None:
    CapRule.objects.create(brand=brand, maximum=1, days=7)

    first = reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)
    second = reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)

    assert (first, second, uses()) == (True, False, [1, 1])


def test_a_cap_of_zero_lets_nothing_through(camille: Client, brand: Brand, now: datetime) -> None:
    CapRule.objects.update(maximum=0)

    assert reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now) is False
    assert uses() == []


def test_a_cap_lowered_below_what_is_used_lets_nothing_more_through(
    camille: Client, brand: Brand, now: datetime
) -> None:
    for _ in range(3):
        reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)
    CapRule.objects.update(maximum=2)

    assert reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now) is False
    assert uses() == [3]


def test_a_released_place_can_be_taken_again(camille: Client, brand: Brand, now: datetime) -> None:
    CapRule.objects.update(maximum=1)
    reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)

    release_caps(client_id=camille.pk, brand_id=brand.pk, reserved_at=now)

    assert reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now) is True
    assert uses() == [1]


def test_another_window_has_its_own_places(camille: Client, brand: Brand, now: datetime) -> None:
    CapRule.objects.update(maximum=1)

    granted = [
        reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now + timedelta(days=days)) for days in (0, 30, 30)
    ]

    assert granted == [True, True, False]
