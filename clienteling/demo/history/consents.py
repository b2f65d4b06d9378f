"""Composes and writes what clients decided: given, refused, withdrawn, never asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from clienteling.demo.copying import copy_rows, take_ids
from clienteling.demo.people.person import Person
from consent.contact_hash import contact_hash
from consent.models import CurrentDecision, Decision, Notice, Purpose, Suppression
from crm.models import Brand

DECISION_COLUMNS = (
    "id", "client_id", "brand_id", "purpose_id", "channel", "contact_hash", "status", "method", "origin", "notice_id",
    "language", "actor_id", "captured_at", "recorded_at",
)  # fmt: skip
CURRENT_COLUMNS = ("id", "client_id", "brand_id", "purpose_id", "channel", "contact_hash", "decision_id")
SUPPRESSION_COLUMNS = ("id", "channel", "contact_hash", "brand_id", "marketing_only", "reason", "created_at")
# Parts that gave, refused, and gave and withdrew; the rest was never asked.
PARTS = {
    "email": (0.64, 0.12, 0.09),
    "phone": (0.42, 0.16, 0.04),
    "sms": (0.24, 0.20, 0.07),
    "whatsapp": (0.30, 0.08, 0.03),
    "profiling": (0.84, 0.06, 0.03),
    "sharing": (0.19, 0.27, 0.02),
}
CLIENTS_HAND = (Decision.Method.WEB_FORM, Decision.Method.BOUTIQUE_TABLET, Decision.Method.APP)


@dataclass(frozen=True)
class Decided:
    """One decision before it is written. ``contact`` is the address, or the unique id for a purpose without one."""

    person: Person
    brand: str
    purpose: str
    channel: str
    contact: str
    status: str
    method: str
    at: datetime

    @property
    def key(self) -> tuple[int, str, str, str, str]:
        return self.person.id, self.brand, self.purpose, self.channel, self.contact


@dataclass
class Texts:
    """Ids of purposes by code, and of the newest notice by purpose and language."""

    purposes: dict[str, int] = field(default_factory=lambda: dict(Purpose.objects.values_list("code", "pk")))
    notices: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Notice.objects.order_by("version").values_list("purpose", "language", "pk")
        self.notices = {(purpose, language): pk for purpose, language, pk in rows}

    def notice(self, purpose: int, language: str) -> tuple[int | None, str]:
        """The notice shown and its language: the person's where one is written in it, else English."""
        shown = language if (purpose, language) in self.notices else "en"
        return self.notices.get((purpose, shown)), shown


def write_consents(people: list[Person], brands: dict[str, Brand], seed: int, now: datetime) -> int:
    """Writes the ledger, what holds now, and the suppressions of who unsubscribed; returns the decisions."""
    rng = Random(f"{seed}/consents")
    decided = [decision for person in people for decision in _decisions_of(person, now, rng)]
    decided.sort(key=lambda decision: decision.at)
    hashes = {(it.channel, it.contact): "" for it in decided}
    hashes = {pair: contact_hash(*pair) for pair in hashes}
    ids = take_ids(Decision, len(decided))
    texts = Texts()
    copy_rows(
        Decision,
        DECISION_COLUMNS,
        (
            (number, *_decision_row(it, hashes[it.channel, it.contact], brands, texts))
            for number, it in zip(ids, decided, strict=True)
        ),
    )
    latest = {it.key: (number, it) for number, it in zip(ids, decided, strict=True)}
    _write_current(list(latest.values()), hashes, brands, texts)
    _write_suppressions([it for _, it in latest.values()], hashes, brands)
    return len(decided)


def _decisions_of(person: Person, now: datetime, rng: Random) -> Iterator[Decided]:
    for brand in person.homes:
        for channel, address in (
            ("email", person.email),
            ("phone", person.phone),
            ("sms", person.phone),
            ("whatsapp", person.phone),
        ):
            if address:
                yield from _decide(person, (brand, "marketing", channel, address), _parts(person, channel), now, rng)
        yield from _decide(person, (brand, "profiling", "", person.uid), _parts(person, "profiling"), now, rng)
        if not person.advisor_code:
            yield from _decide(person, (brand, "sharing", "", person.uid), _parts(person, "sharing"), now, rng)
        if person.country == "CN":
            # Else no note and nobody of their family could be kept (decision 33); others are not asked.
            at = min(person.since + timedelta(minutes=41), now - timedelta(minutes=1))
            tablet = Decision.Method.BOUTIQUE_TABLET
            yield Decided(person, brand, "sensitive-data", "", person.uid, "given", tablet, at)
        if person.anonymous_id:
            yield from _decide(person, (brand, "measurement", "", person.uid), (1.0, 0.0, 0.0), now, rng)


def _parts(person: Person, channel: str) -> tuple[float, float, float]:
    """The cast has decided as the guide says: yes to e-mail and telephone; Camille withdrew SMS."""
    if not person.advisor_code:
        return PARTS[channel]
    if channel == "sms":
        return (0.0, 0.0, 1.0) if person.rank == "Very important" else (0.0, 0.0, 0.0)
    return (0.0, 0.0, 0.0) if channel == "whatsapp" and person.rank != "Very important" else (1.0, 0.0, 0.0)


def _decide(
    person: Person, place: tuple[str, str, str, str], parts: tuple[float, float, float], now: datetime, rng: Random
) -> Iterator[Decided]:
    part = rng.random()
    given, refused, withdrawn = parts
    asked_at = min(person.since + timedelta(minutes=rng.randint(3, 40)), now - timedelta(minutes=1))
    method = rng.choice(CLIENTS_HAND)
    if part < given:
        yield Decided(person, *place, "given", method, asked_at)
    elif part < given + refused:
        yield Decided(person, *place, "refused", method, asked_at)
    elif part < given + refused + withdrawn:
        yield Decided(person, *place, "given", method, asked_at)
        later = asked_at + (now - asked_at) * (0.97 if person.advisor_code else rng.uniform(0.2, 0.95))
        how = Decision.Method.ONE_CLICK if place[2] == "email" else Decision.Method.WEB_FORM
        yield Decided(person, *place, "withdrawn", how, later)


def _decision_row(it: Decided, hashed: str, brands: dict[str, Brand], texts: Texts) -> tuple[Any, ...]:
    purpose = texts.purposes[it.purpose]
    notice, language = texts.notice(purpose, it.person.language)
    is_in_boutique = it.method == Decision.Method.BOUTIQUE_TABLET
    actor = it.person.advisors.get(it.brand) if is_in_boutique else None
    return (
        it.person.id, brands[it.brand].pk, purpose, it.channel, hashed, it.status, str(it.method), _origin(it), notice,
        language, actor, it.at, it.at,
    )  # fmt: skip


def _origin(it: Decided) -> str:
    if it.method == Decision.Method.BOUTIQUE_TABLET:
        return f"tablet of {it.person.homes[it.brand]}"
    return {"web_form": "/shop/account/", "app": "/app/", "one_click": "/preferences/"}[str(it.method)]


def _write_current(
    latest: list[tuple[int, Decided]], hashes: dict[tuple[str, str], str], brands: dict[str, Brand], texts: Texts
) -> None:
    ids = take_ids(CurrentDecision, len(latest))
    copy_rows(
        CurrentDecision,
        CURRENT_COLUMNS,
        (
            (
                number, it.person.id, brands[it.brand].pk, texts.purposes[it.purpose], it.channel,
                hashes[it.channel, it.contact], decision,
            )
            for number, (decision, it) in zip(ids, latest, strict=True)
        ),
    )  # fmt: skip


def _write_suppressions(latest: list[Decided], hashes: dict[tuple[str, str], str], brands: dict[str, Brand]) -> None:
    stopped = [it for it in latest if it.purpose == "marketing" and it.method == Decision.Method.ONE_CLICK]
    ids = take_ids(Suppression, len(stopped))
    copy_rows(
        Suppression,
        SUPPRESSION_COLUMNS,
        (
            (
                number, it.channel, hashes[it.channel, it.contact], brands[it.brand].pk, True,
                str(Suppression.Reason.UNSUBSCRIBED), it.at,
            )
            for number, it in zip(ids, stopped, strict=True)
        ),
    )  # fmt: skip
