"""Addresses nobody has: e-mail at the reserved example domains, telephones in ranges kept for fiction.

France keeps such ranges for films (ARCEP decision 2018-0881), Britain too (Ofcom, numbers for drama), and
North America 555-0100 to 555-0199. Elsewhere the subscriber's number begins with 0, which no network assigns.
"""

from collections.abc import Iterator
from random import Random

from clienteling.demo.people.names import Name
from clienteling.demo.people.spelling import address_part

DOMAINS = ("example.com", "example.org", "example.net")
FRENCH_MOBILES = ("+3363998",)
FRENCH_OTHERS = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")
BRITISH = (
           "+447700900", "+441134960", "+441144960", "+441154960", "+441164960", "+441174960", "+441184960",
           "+441214960", "+441314960", "+441414960", "+441514960", "+441614960", "+442079460", "+442920180",
)  # fmt: skip
AMERICAN = tuple(
    f"+1{area}55501" for area in (202, 212, 213, 305, 310, 312, 404, 415, 503, 512, 617, 646, 702, 718, 917)
)
# Prefix, ending in the 0, and how many digits follow it.
UNASSIGNED = {
    "IT": ("+393000", 6),
    "JP": ("+81900", 7),
    "CN": ("+86210", 7),
    "KR": ("+8220", 7),
    "AE": ("+97140", 6),
    "RU": ("+74950", 6),
    "DE": ("+49300", 7),
}


class AddressBook:
    """Hands out addresses, each once, and none of ``taken``."""

    def __init__(self, rng: Random, taken: set[str]) -> None:
        self._rng = rng
        self._taken = set(taken)
        self._phones = {country: self._numbers(country) for country in ("FR", "GB", "US", *UNASSIGNED)}

    def email(self, name: Name) -> str:
        local = f"{address_part(name.latin_given)}.{address_part(name.latin_family)}"
        email = f"{local}@{self._rng.choice(DOMAINS)}"
        while email in self._taken:
            email = f"{local}{self._rng.randint(2, 9999)}@{self._rng.choice(DOMAINS)}"
        self._taken.add(email)
        return email

    def phone(self, country: str) -> str:
        """A number in E.164, or empty once the country's fictional ranges are used up."""
        return next((number for number in self._phones.get(country, ()) if number not in self._taken), "")

    def _numbers(self, country: str) -> Iterator[str]:
        if country == "FR":
            return iter([*self._shuffled(FRENCH_MOBILES, 4), *self._shuffled(FRENCH_OTHERS, 4)])
        if country == "GB":
            return iter([*self._shuffled(BRITISH[:1], 3), *self._shuffled(BRITISH[1:], 3)])
        if country == "US":
            return iter(self._shuffled(AMERICAN, 2))
        return self._unassigned(*UNASSIGNED[country])

    def _shuffled(self, prefixes: tuple[str, ...], digits: int) -> list[str]:
        numbers = [f"{prefix}{number:0{digits}d}" for prefix in prefixes for number in range(10**digits)]
        self._rng.shuffle(numbers)
        return numbers

    def _unassigned(self, prefix: str, digits: int) -> Iterator[str]:
        seen: set[int] = set()
        while True:
            number = self._rng.randrange(10**digits)
            if number not in seen:
                seen.add(number)
                yield f"{prefix}{number:0{digits}d}"
