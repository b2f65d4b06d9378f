"""Labelled people as careless as people are: typed, heard, abbreviated, moved, married, and left out.

Each person stands in a file once to ten times, each time written down anew by somebody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

GIVEN = (  # noqa: SIM905
    "camille louise chloe emma alice lea manon ines julie sarah paul hugo louis jules adam lucas nathan "
    "thomas pierre antoine william robert elizabeth katherine margaret james michael richard joseph "
    "charles christopher daniel matthew anthony giulia francesca alessandro lorenzo matteo chiara hans "
    "greta ingrid sven olga maria ana carlos juan sofia isabel fatima omar layla yusuf zeynep mehmet "
    "priya arjun ravi anika wei ling yuki hiro jin soo"
).split()
BEGINS = (  # noqa: SIM905
    "ber mar du la le mon bo cha de fer ga gre har hol jen kel lan mac mor nor ol pe ro sal schu ta van wal win zu"
).split()
ENDS = (  # noqa: SIM905
    "nard tin pont croix roux vier son ton ley field ham ski owitz etti ano inho berg mann ström oglu "
    "ides ez eau ier ot"
).split()
MIDDLES = ["", "", "", "ri", "lo", "na", "de", "ke"]
STREETS = ("station church mill park victoria king queen garden river lake hill forest market bridge school").split()  # noqa: SIM905
WAYS = ["street", "st", "road", "rd", "avenue", "ave", "lane"]
TOWNS = ("paris lyon lille nice nantes milano roma torino london leeds bristol berlin hamburg wien geneva").split()  # noqa: SIM905
SHORT = {
    "william": "bill", "robert": "bob", "elizabeth": "liz", "katherine": "kate", "margaret": "peggy", "james": "jim",
    "michael": "mike", "richard": "dick", "joseph": "joe", "charles": "charlie", "christopher": "chris",
    "daniel": "dan", "matthew": "matt", "anthony": "tony", "alessandro": "sandro", "francesca": "franca",
}  # fmt: skip
SCRIPTS = {
    "olga": "Ольга", "maria": "Мария", "sofia": "София", "omar": "عمر", "fatima": "فاطمة", "wei": "伟", "ling": "玲",
    "ana": "Άνα", "yusuf": "يوسف",
}  # fmt: skip
Person = dict[str, str]
Slip = Callable[[Person, Random], None]


@dataclass(frozen=True)
class Careless:
    """``typo``: chance of a slip in each text; ``missing``: of each value left out; the rest: of each event."""

    typo: float = 0.15
    missing: float = 0.15
    events: dict[str, float] = field(
        default_factory=lambda: {"short": 0.15, "script": 0.3, "swapped": 0.06, "moved": 0.2, "married": 0.05,
                                 "other_mail": 0.3, "date": 0.1, "initial": 0.05}
    )  # fmt: skip


def labelled_people(count: int, *, seed: int = 1, careless: Careless | None = None, most: int = 4) -> list[Person]:
    """Rows with their ``entity``; every fifth person lives with a partner, every thirtieth has a twin."""
    rng, careless = Random(seed), careless or Careless()
    people = [_person(str(number), rng) for number in range(count)]
    people += [_relative(each, f"{each['entity']}p", rng) for each in people[::5]]
    people += [_twin(each, f"{each['entity']}t", rng) for each in people[:count:30]]
    rows = [_written(each, careless, rng) for each in people for _ in range(rng.randint(1, most))]
    rng.shuffle(rows)
    return rows


def _person(entity: str, rng: Random) -> Person:
    given, family = rng.choice(GIVEN), rng.choice(BEGINS) + rng.choice(MIDDLES) + rng.choice(ENDS)
    born = f"{rng.randint(1935, 2004)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return {
        "entity": entity, "first": given, "last": family, "dob": born, "sex": rng.choice("mf"),
        "email": f"{given}.{family}{rng.choice(['', rng.randint(1, 99)])}@{rng.choice(['mail', 'post'])}.example",
        "phone": f"+33 6 {rng.randint(10000000, 99999999)}", **_home(rng),
    }  # fmt: skip


def _home(rng: Random) -> Person:
    return {
        "street": f"{rng.randint(1, 199)} {rng.choice(STREETS)} {rng.choice(WAYS)}", "town": rng.choice(TOWNS),
        "zip": str(rng.randint(10000, 10400)),
    }  # fmt: skip


def _relative(person: Person, entity: str, rng: Random) -> Person:
    """Who shares house, name, e-mail and telephone."""
    born = f"{rng.randint(1935, 2004)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return {**person, "entity": entity, "first": rng.choice(GIVEN), "dob": born, "sex": rng.choice("mf")}


def _twin(person: Person, entity: str, rng: Random) -> Person:
    others = [name for name in GIVEN if name[0] != person["first"][0]]
    return {**person, "entity": entity, "first": rng.choice(others)}


def _written(person: Person, careless: Careless, rng: Random) -> Person:
    row = dict(person)
    for event, chance in careless.events.items():
        if rng.random() < chance:
            EVENTS[event](row, rng)
    for name in [each for each in row if each != "entity"]:
        if row[name] and rng.random() < careless.typo and name not in ("dob", "sex"):
            row[name] = slip(row[name], rng)
        if rng.random() < careless.missing:
            row[name] = rng.choice(["", "", "n/a", "unknown"])
    return row


def slip(text: str, rng: Random) -> str:
    """One letter wrong, left out, doubled, or exchanged with the next."""
    at = rng.randrange(len(text))
    letter = rng.choice("abcdefghijklmnoprstuvwz") if text[at].isalpha() else str(rng.randint(0, 9))
    return rng.choice(
        [text[:at] + letter + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:],
         text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]]
    )  # fmt: skip


def _date(row: Person, rng: Random) -> None:
    year, month, day = row["dob"].split("-")
    wrong = f"{int(year[:3])}{rng.randint(0, 9)}"
    row["dob"] = rng.choice(
        [f"{year}-{day}-{month}", f"{wrong}-{month}-{day}", f"{year}-{month}-{rng.randint(1, 28):02}"]
    )


def _swapped(row: Person, rng: Random) -> None:
    row["first"], row["last"] = row["last"], row["first"]


EVENTS: dict[str, Slip] = {
    "short": lambda row, rng: row.update(first=SHORT.get(row["first"], row["first"])),
    "script": lambda row, rng: row.update(first=SCRIPTS.get(row["first"], row["first"])),
    "swapped": _swapped,
    "moved": lambda row, rng: row.update(_home(rng)),
    "married": lambda row, rng: row.update(last=rng.choice(BEGINS) + rng.choice(ENDS)),
    "other_mail": lambda row, rng: row.update(email=f"{rng.choice(GIVEN)}{rng.randint(1, 9999)}@post.example"),
    "date": _date,
    "initial": lambda row, rng: row.update(first=row["first"][:1]),
}
