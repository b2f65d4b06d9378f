"""Who looks at a brand's journeys, and who stops one."""

import pytest
from django.contrib.auth.models import AnonymousUser

from crm.models import Boutique, Brand, User
from journeys.rules import brands_with_journeys_seen_by, is_asked_for, may_pause_journeys
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_journeys_are_seen_where_somebody_works_and_stopped_for_every_country(
    brand: Brand, other_brand: Brand, boutique: Boutique
) -> None:
    cast = {
        "advisor": make_user("Alice", "advisor", boutique=boutique),
        "manager": make_user("Maya", "manager", boutique=boutique),
        "country": make_user("Henri", "hq", brand=brand, country="FR"),
        "brand": make_user("Heidi", "hq", brand=brand),
        "group": make_user("Hana", "hq"),
        "privacy": make_user("Petra", "privacy"),
        "admin": make_user("Ada", "admin"),
    }

    seen = {name: set(brands_with_journeys_seen_by(user)) for name, user in cast.items()}

    assert {name: brands for name, brands in seen.items() if brands} == {
        "manager": {brand},
        "country": {brand},
        "brand": {brand},
        "group": {brand, other_brand},
        "admin": {brand, other_brand},
    }
    assert {name for name, user in cast.items() if may_pause_journeys(user, brand)} == {"brand", "group", "admin"}
    assert {name for name, user in cast.items() if may_pause_journeys(user, other_brand)} == {"group", "admin"}


def test_who_left_or_is_not_logged_in_sees_none(brand: Brand) -> None:
    gone = make_user("Hana", "hq")
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert list(brands_with_journeys_seen_by(User.objects.get(pk=gone.pk))) == []
    assert list(brands_with_journeys_seen_by(AnonymousUser())) == []


def test_what_was_asked_for_is_no_marketing() -> None:
    assert [is_asked_for(purpose) for purpose in ("service", "stock-alerts", "marketing")] == [True, True, False]
