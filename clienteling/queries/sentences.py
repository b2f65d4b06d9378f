"""The three sentences at the head of a client's page, made from facts. Pure: nothing is guessed, nothing is rated.

Who she is to us; when and how she buys; what matters today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clienteling.queries.rhythm import ClientDates, reason_for
from clienteling.queries.words import day_in_words, days_in_words, pronoun
from crm.models import Client
from crm.queries.facts import ClientFacts
from crm.queries.places import place_in_words


@dataclass(frozen=True)
class Standing:
    """What the house knows of the tie: brands since when, the tier in this brand, whose book."""

    brands: Sequence[str]
    since: date | None
    tier: str
    advisor: str


@dataclass(frozen=True)
class Present:
    """What holds today. ``waiting_for`` names pieces that the client asked to hear of; ``segments`` by name."""

    arrived_at: datetime | None
    waiting_for: Sequence[str]
    segments: Sequence[str]
    dates: ClientDates


def sentences_about(client: Client, facts: ClientFacts, standing: Standing, present: Present, today: date) -> list[str]:
    """Two or three sentences; one that has no fact is left out."""
    found = [_standing(client, standing), _buying(client, facts, today), _today(client, present, today)]
    return [sentence for sentence in found if sentence]


def _subject(client: Client) -> str:
    return {"her": "She", "him": "He"}.get(pronoun(client.salutation), client.given_name or client.name)


def _standing(client: Client, standing: Standing) -> str:
    since = f" since {standing.since:%B %Y}" if standing.since else ""
    tier = f"a {standing.tier.lower()} client" if standing.tier else ""
    book = f"in {standing.advisor}’s book" if standing.advisor else ""
    known = f"known to {_joined(standing.brands)}{since}" if standing.brands else ""
    return _sentence(", ".join(part for part in (tier, book, known) if part))


def _buying(client: Client, facts: ClientFacts, today: date) -> str:
    if not facts.purchase_count or facts.last_purchase_at is None:
        return f"{_subject(client)} has not bought yet."
    last = day_in_words(facts.last_purchase_at.date(), today)
    last = last if last in ("today", "yesterday") else f"on {last}"
    if facts.purchase_count == 1:
        where = f", {place_in_words(facts.places[0])}" if facts.places else ""
        return f"{_subject(client)} bought once, {last}{where}."
    return f"{_subject(client)} buys {_rhythm(facts)}{_taste(facts)}; the last time was {last}."


def _rhythm(facts: ClientFacts) -> str:
    times = f"{facts.purchase_count} times so far"
    return f"about every {days_in_words(facts.usual_days)}" if facts.usual_days else times


def _taste(facts: ClientFacts) -> str:
    category = facts.favourite_category.replace("-", " ")
    kinds = {"small leather": "small leather goods", "home": "pieces for the house"}.get(category, category)
    if kinds and facts.favourite_colour:
        return f", mostly {kinds}, and likes {facts.favourite_colour.replace('-', ' ')}"
    return f", mostly {kinds}" if kinds else ""


def _today(client: Client, present: Present, today: date) -> str:
    here = [f"in the boutique since {present.arrived_at:%H:%M}"] if present.arrived_at else []
    waiting = [f"waiting to hear of {_joined(present.waiting_for)}"] if present.waiting_for else []
    plural = "s" if len(present.segments) > 1 else ""
    segments = [f"in the segment{plural} {_joined(present.segments)}"] if present.segments else []
    parts = here + waiting + segments
    reason = reason_for(present.dates, today)
    # Who stands before us need not be told that it has been long.
    line = reason.line if reason and (reason.kind == "key_date" or not present.arrived_at) else ""
    return f"{_sentence(', '.join(parts))} {line}".strip()


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
