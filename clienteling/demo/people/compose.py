"""Composes clients from a seed: who they are, whose clients they are, what they like, when they buy."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from clienteling.demo.people.addresses import AddressBook
from clienteling.demo.people.names import pick_name
from clienteling.demo.people.person import Person
from clienteling.demo.people.rhythm import draw_rhythm
from clienteling.demo.places import PLACES, Place

# Crockford's base 32, as crm.models.client has it; here the ids come from the seed.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CITIES = {
    "FR": ("Paris", "Paris", "Paris", "Neuilly-sur-Seine", "Lyon", "Bordeaux", "Lille", "Nice", "Nantes", "Strasbourg"),
    "IT": ("Milan", "Milan", "Rome", "Turin", "Florence", "Bologna", "Verona", "Naples"),
    "GB": ("London", "London", "London", "Edinburgh", "Bath", "Manchester", "Oxford", "Bristol"),
    "JP": ("Tokyo", "Tokyo", "Osaka", "Kyoto", "Yokohama", "Kobe", "Nagoya"),
    "CN": ("Shanghai", "Shanghai", "Beijing", "Hangzhou", "Shenzhen", "Chengdu", "Nanjing"),
    "KR": ("Seoul", "Busan"), "AE": ("Dubai", "Abu Dhabi"), "RU": ("Moscow",), "DE": ("Munich", "Hamburg", "Berlin"),
    "US": ("New York", "Los Angeles", "Chicago", "San Francisco", "Boston"),
}  # fmt: skip
ZONES = {
    "FR": "Europe/Paris", "IT": "Europe/Rome", "GB": "Europe/London", "JP": "Asia/Tokyo", "CN": "Asia/Shanghai",
    "KR": "Asia/Seoul", "AE": "Asia/Dubai", "RU": "Europe/Moscow", "DE": "Europe/Berlin", "US": "America/New_York",
}  # fmt: skip
FAVOURITES = {
    "AURELLE": (("bags", "small-leather", "scarves", "fragrance", "home", "accessories"), (24, 20, 22, 13, 11, 10)),
    "SORANE": (("jewellery", "watches", "accessories"), (74, 20, 6)),
}
COLOURS = {
    "AURELLE": ("cassis", "amber", "chestnut", "black", "ink", "chalk", "sage", "powder", "honey", "petrol"),
    "SORANE": ("diamond", "onyx", "opal", "malachite", "carnelian", "sapphire", "pearl"),
}
LIKES = (
    "tea rather than coffee", "to sit by the window", "to be written to, not called", "quiet mornings in the boutique",
    "to see the new pieces first", "gifts wrapped without a bow", "sparkling water", "to hear how a piece is made",
    "to pay before the wrapping", "to come with her mother", "to choose alone, then ask",
)  # fmt: skip
DAYS_KEPT = ("Wedding anniversary", "Daughter's birthday", "Son's birthday", "Mother's birthday", "Husband's birthday",
             "Wife's birthday", "Godchild's birthday")  # fmt: skip


def compose_people(count: int, seed: int, now: datetime, cast: list[Person]) -> list[Person]:
    """``count`` clients beside the cast, whose addresses stay theirs; the same seed and day give the same people."""
    rng = Random(f"{seed}/people")
    book = AddressBook(rng, {address for person in cast for address in (person.email, person.phone)})
    return [_compose_person(book, now, rng) for _ in range(count)]


def new_uid(rng: Random) -> str:
    return "C-" + "".join(rng.choices(ALPHABET, k=10))


def _compose_person(book: AddressBook, now: datetime, rng: Random) -> Person:
    place = _pick_place(rng)
    name = pick_name(place.country, rng)
    # A guest from abroad mostly lives at home; a visitor of the online shop of Paris is French.
    country = name.culture.country if rng.random() < 0.8 else place.country
    rhythm = draw_rhythm(now.date(), rng)
    first = max(rhythm.buying_days, default=rng.randint(0, 700))
    older = rng.randint(200, 2400) if rhythm.rank in ("Regular", "Very important") and rng.random() < 0.5 else 0
    uid = new_uid(rng)
    older += 0 if rhythm.buying_days else _silence(uid)
    return Person(
        uid=uid,
        name=name,
        homes=_homes(place, rng),
        language=name.culture.language,
        country=country,
        city=rng.choice(CITIES[country]),
        timezone=ZONES[country],
        since=now - timedelta(days=first + older, hours=rng.randint(0, 5)),
        email=book.email(name) if rng.random() < 0.88 else "",
        phone=book.phone(country) if rng.random() < 0.62 else "",
        loyalty=f"{rng.randrange(10**10):010d}" if rhythm.rank in ("Regular", "Very important") else "",
        anonymous_id=str(UUID(int=rng.getrandbits(128), version=4)) if rng.random() < 0.26 else "",
        birth_date=_birth_date(rng) if rng.random() < 0.5 else None,
        rank=rhythm.rank,
        favourite_category=rng.choices(*FAVOURITES[place.brand])[0],
        favourite_colour=rng.choice(COLOURS[place.brand]),
        tastes=_tastes(place, rhythm.rank, rng),
        key_dates=_key_dates(rhythm.rank, rng),
        buying_days=rhythm.buying_days,
        gift_days=rhythm.gift_days,
    )


def _silence(uid: str) -> int:
    """In days: some who never bought left their name years ago, at an evening, and were not heard of since."""
    rng = Random(f"{uid}/silence")
    return rng.randint(1100, 1500) if rng.random() < 0.08 else 0


def _pick_place(rng: Random) -> Place:
    brand = "AURELLE" if rng.random() < 0.66 else "SORANE"
    places, shares = _PLACES_OF[brand]
    return rng.choices(places, shares)[0]


_PLACES_OF = {
    brand: (
        [place for place in PLACES if place.brand == brand],
        [place.share for place in PLACES if place.brand == brand],
    )
    for brand in ("AURELLE", "SORANE")
}


def _homes(place: Place, rng: Random) -> dict[str, str]:
    """The boutique of the first house, and for one in six a boutique of the other house in the same city."""
    homes = {place.brand: place.code}
    if rng.random() < 0.16:
        other = "SORANE" if place.brand == "AURELLE" else "AURELLE"
        near = [it for it in PLACES if it.brand == other and it.city == place.city and it.kind == place.kind]
        homes[other] = rng.choice(near).code if near else f"{other.lower()}-online"
    return homes


def _birth_date(rng: Random) -> date:
    return date(1938, 1, 1) + timedelta(days=int(365.25 * 68 * rng.betavariate(2.4, 1.9)))


def _tastes(place: Place, rank: str, rng: Random) -> dict[str, str]:
    if rank not in ("Regular", "Very important") or rng.random() < 0.45:
        return {}
    tastes = {"likes": rng.choice(LIKES)}
    if place.brand == "SORANE":
        tastes["ring size"] = str(rng.randint(49, 56))
    elif rng.random() < 0.5:
        tastes["glove size"] = rng.choice(("6.5", "7", "7.5", "8"))
    return tastes


def _key_dates(rank: str, rng: Random) -> list[dict[str, str]]:
    if rank not in ("Regular", "Very important") or rng.random() < 0.6:
        return []
    day = date(2024, 1, 1) + timedelta(days=rng.randrange(366))
    return [{"name": rng.choice(DAYS_KEPT), "date": f"{day:%m-%d}"}]
