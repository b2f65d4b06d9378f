"""The few clients whom the guide speaks of, all of Alice's boutique."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from clienteling.demo.people.compose import ZONES, new_uid
from clienteling.demo.people.names import CULTURES, Name
from clienteling.demo.people.person import Person

HOME = "aurelle-saint-honore"
# By which the day finds them again.
CAST_ADDRESSES = (
    "camille.laurent@example.org", "lihua.wang@example.com", "sofia.marchetti@example.com", 
    "jean.delacroix@example.net",
    "+33639980003", "lauren.baker@example.com", "didier.laurens@example.org", "+33639980004", 
    "elodie.martin@example.com",
    "thomas.weber@example.net",
)  # fmt: skip


def compose_cast(seed: int, now: datetime) -> list[Person]:
    """Camille first. Days are relative to today, so that each has today what the guide says of them."""
    rng = Random(f"{seed}/cast")
    today = now.date()
    return [
        _person(
            rng, now, _name("Camille", "Laurent", "Madame"), "camille.laurent@example.org", "+33639980001",
            days=[713, 640, 522, 431, 348, 262, 171], rank="Very important", category="bags", colour="cassis",
            homes={"AURELLE": HOME, "SORANE": "sorane-vendome"}, since=date(2019, 3, 16), birth=date(1974, 5, 21),
            tastes={"likes": "warm colours, soft leather, tea rather than coffee", "ring size": "52"},
            key_dates=[{"name": "Daughter's birthday", "date": "12-09"}],
            wanted={171: "tote-cassis", 431: "wallet-cassis"},
        ),
        _person(
            rng, now, _name("丽华", "王", "", "chinese", "Lihua Wang"), "lihua.wang@example.com", "+862100012345",
            days=[402, 287, 160, 44], rank="Very important", category="jewellery", colour="diamond",
            homes={"AURELLE": HOME, "SORANE": "sorane-vendome"}, since=date(2021, 9, 30), advisor="bob",
            tastes={"likes": "to see the new pieces first"},
        ),
        _person(
            rng, now, _name("Sofia", "Marchetti", "Signora", "italian"), "sofia.marchetti@example.com", "+393000012345",
            days=[704, 351, 338, 74], gifts={351, 338}, rank="Regular", category="small-leather", colour="cassis",
            since=date(2022, 12, 3), tastes={"likes": "gifts wrapped without a bow"},
        ),
        _person(
            rng, now, _name("Jean", "Delacroix", "Monsieur"), "jean.delacroix@example.net", "+33639980002",
            days=[24], rank="New", category="scarves", colour="slate", since=today - timedelta(days=24),
        ),
        _person(
            rng, now, _name("Amira", "Khoury", "Madame"), "", "+33639980003",
            days=[600, 541, 480, 421, 360, 299, 240, 179, 118, 58], rank="Very important", category="fragrance",
            colour="amber", since=date(2020, 6, 11),
        ),
        _person(
            rng, now, _name("Lauren", "Baker", "Ms", "british"), "lauren.baker@example.com", "+447700900001",
            days=[520, 310, 128, 12], rank="Regular", category="accessories", colour="ink", since=date(2023, 2, 4),
            birth=_coming_birthday(today, 4, 1988),
        ),
        _person(
            rng, now, _name("Didier", "Laurens", "Monsieur"), "didier.laurens@example.org", "",
            days=[3], rank="New", category="small-leather", colour="black", since=today - timedelta(days=3),
        ),
        _person(
            rng, now, _name("Laure", "Ng", "Madame"), "", "+33639980004",
            days=[690, 560, 410], rank="Regular", category="bags", colour="sage", since=date(2021, 4, 17),
        ),
        _person(
            rng, now, _name("Élodie", "Martin", "Madame"), "elodie.martin@example.com", "+33639980005",
            days=[], rank="", category="scarves", colour="powder", since=today - timedelta(days=40),
        ),
        _person(
            rng, now, _name("Thomas", "Weber", "Herr", "german"), "thomas.weber@example.net", "+493000012345",
            days=[725, 362], gifts={725, 362}, rank="Regular", category="bags", colour="chestnut",
            since=date(2022, 11, 19), key_dates=[{"name": "Wedding anniversary", "date": _in_days(today, 9)}],
        ),
    ]  # fmt: skip


def _person(  # noqa: PLR0913 - one place where a persona is spelled out
    rng: Random, now: datetime, name: Name, email: str, phone: str, *, days: list[int], rank: str, category: str,
    colour: str, since: date, gifts: set[int] | None = None, homes: dict[str, str] | None = None,
    birth: date | None = None, tastes: dict[str, str] | None = None, key_dates: list[dict[str, str]] | None = None,
    advisor: str = "alice", wanted: dict[int, str] | None = None,
) -> Person:  # fmt: skip
    country = name.culture.country
    return Person(
        uid=new_uid(rng),
        name=name,
        homes=homes or {"AURELLE": HOME},
        language=name.culture.language,
        country=country,
        city={"FR": "Paris", "IT": "Milan", "GB": "London", "CN": "Shanghai", "DE": "Munich"}[country],
        timezone=ZONES[country],
        since=now - timedelta(days=(now.date() - since).days),
        email=email,
        phone=phone,
        loyalty=f"{rng.randrange(10**10):010d}" if rank in ("Regular", "Very important") else "",
        birth_date=birth,
        rank=rank,
        favourite_category=category,
        favourite_colour=colour,
        tastes=tastes or {},
        key_dates=key_dates or [],
        buying_days=days,
        gift_days=gifts or set(),
        advisor_code=advisor,
        wanted=wanted or {},
        anonymous_id=str(UUID(int=rng.getrandbits(128), version=4)) if email else "",
    )


def _name(given: str, family: str, salutation: str, culture: str = "french", latin: str = "") -> Name:
    """``latin``: given and family name as the passport spells them, where they differ."""
    latin_given, latin_family = latin.split() if latin else (given, family)
    return Name(given, family, latin_given, latin_family, salutation, CULTURES[culture])


def _coming_birthday(today: date, days: int, year: int) -> date:
    coming = today + timedelta(days=days)
    return coming.replace(year=year, day=min(coming.day, 28))


def _in_days(today: date, days: int) -> str:
    return f"{today + timedelta(days=days):%m-%d}"
