"""Every door of the screens, for everybody who works here: each predicate names those whom it lets in."""

from collections.abc import Callable

import pytest

from clienteling.rules import (
    boutique_of,
    brands_to_import,
    brands_with_totals,
    may_change_identity,
    may_decide_duplicates,
    may_edit_profile,
    may_protect_clients,
    may_see_clients,
    may_see_privacy,
    may_see_whole_group,
    sources_of_headquarters,
)
from crm.models import Boutique, Brand, User
from tests.factories import make_source, make_user

pytestmark = pytest.mark.django_db
Cast = dict[str, User]


@pytest.fixture
def cast(brand: Brand, boutique: Boutique, other_brand: Brand) -> Cast:
    """Everybody once: in the boutique, at headquarters of each reach, and whoever has no place yet."""
    return {
        "advisor": make_user("Alice", "advisor", boutique=boutique),
        "manager": make_user("Maya", "manager", boutique=boutique),
        "country": make_user("Henri", "hq", brand=brand, country="FR"),
        "brand": make_user("Heidi", "hq", brand=brand),
        "group country": make_user("Hugo", "hq", country="FR"),
        "group": make_user("Hana", "hq"),
        "privacy": make_user("Petra", "privacy"),
        "admin": make_user("Ada", "admin"),
        "nobody": User.objects.create_user("new@aurelle.example"),
    }


def let_in(rule: Callable[[User], object], cast: Cast) -> set[str]:
    return {name for name, user in cast.items() if rule(user)}


HEADQUARTERS = {"country", "brand", "group country", "group"}


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (may_see_clients, {"advisor", "manager", *HEADQUARTERS, "admin"}),
        (may_change_identity, {"manager", *HEADQUARTERS, "admin"}),
        (may_decide_duplicates, {"manager", *HEADQUARTERS, "admin"}),
        (may_edit_profile, {"advisor", "manager", "admin"}),
        (may_see_whole_group, {"group", "admin"}),
        (may_see_privacy, {"privacy"}),
        (may_protect_clients, {"manager", "privacy"}),
        (boutique_of, {"advisor", "manager"}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_door_opens_to_these_and_nobody_else(cast: Cast, rule: Callable[[User], object], who: set[str]) -> None:
    assert let_in(rule, cast) == who


def test_files_are_brought_in_by_whoever_answers_for_every_country(
    cast: Cast, brand: Brand, other_brand: Brand
) -> None:
    may = {name: set(brands_to_import(user)) for name, user in cast.items()}

    assert {name: brands for name, brands in may.items() if brands} == {
        "brand": {brand},
        "group": {brand, other_brand},
        "admin": {brand, other_brand},
    }


def test_sums_are_seen_by_whoever_answers_for_the_whole_brand(cast: Cast, brand: Brand, other_brand: Brand) -> None:
    seen = {name: set(brands_with_totals(user)) for name, user in cast.items()}

    assert {name: brands for name, brands in seen.items() if brands} == {
        "brand": {brand},
        "group": {brand, other_brand},
        "admin": {brand, other_brand},
    }


def test_a_source_is_looked_after_in_its_country_and_where_it_serves_several(
    cast: Cast, brand: Brand, other_brand: Brand
) -> None:
    web = make_source(brand, "web")
    french, italian = (make_source(brand, f"till-{land}", country=land) for land in ("FR", "IT"))
    sister = make_source(other_brand, "sister-web")

    seen = {name: sources_of_headquarters(user) for name, user in cast.items()}

    assert {name: set(sources) for name, sources in seen.items() if sources is not None} == {
        "country": {web, french},
        "brand": {web, french, italian},
        "group country": {web, french, sister},
        "group": {web, french, italian, sister},
        "admin": {web, french, italian, sister},
    }
