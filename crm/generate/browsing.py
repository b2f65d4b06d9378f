"""What clients and visitors of a generated house did on the website, in order of arrival, as lines for COPY."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from crm.generate.numbers import anonymous_id_of, uuid7_of
from crm.generate.premises import NULL, Piece, Plan

COLUMNS = (
    "id", "message_id", "source_id", "type", "name", "anonymous_id", "client_id", "properties", "context", "timestamp",
    "original_timestamp", "sent_at", "received_at",
)  # fmt: skip
DAYS = 365
UNKNOWN_VISITORS = 0.3
# Type and name of what happens, as often as it stands here.
KINDS = (
    *["page\tHome"] * 3, *["page\tProduct"] * 5, *["track\tProduct Viewed"] * 6,
    *["track\tProduct List Viewed"] * 3, "track\tProduct Added", "track\tProduct Added to Wishlist",
    "screen\tProduct",
)  # fmt: skip


def first_moment(plan: Plan) -> datetime:
    return plan.now - timedelta(days=DAYS)


def numbers(plan: Plan) -> range:
    return range(plan.interactions)


def interaction_lines(plan: Plan, chunk: range) -> Iterator[str]:
    """The interactions of these numbers, counted from 0 at the first moment."""
    random, clients, mark = Random(f"{plan.seed}/browsing/{plan.mark}/{chunk.start}").random, plan.clients, plan.mark
    shows, apart = _shows(plan), plan.clients.start << 36
    began, step = first_moment(plan).timestamp() * 1000, DAYS * 86_400_000 / (plan.interactions + 1)
    minute, shown = -1, ""
    for number in chunk:
        source, properties = shows[int(random() * len(shows))]
        client = clients[int(random() * len(clients))]
        moment = int(began + step * number)
        if moment // 60_000 != minute:
            minute = moment // 60_000
            shown = datetime.fromtimestamp(minute * 60, UTC).strftime("%Y-%m-%d %H:%M:")
        at = f"{shown}{moment % 60_000 / 1000:06.3f}+00"
        known = client if client % 2 and random() > UNKNOWN_VISITORS else NULL
        yield (
            f"{uuid7_of(moment, apart + number)}\t{mark}-{number}\t{source}\t{KINDS[int(random() * len(KINDS))]}"
            f"\t{anonymous_id_of(client)}\t{known}\t{properties}\t{{}}\t{at}\t{at}\t{at}\t{at}\n"
        )


def _shows(plan: Plan) -> list[tuple[int, str]]:
    """Each piece on the website of its brand: the source, and the properties of what happens with it."""
    sources, pieces = plan.premises.sources, plan.premises.pieces
    return [(source, _properties(piece)) for brand, source in sources.items() for piece in pieces[brand]]


def _properties(piece: Piece) -> str:
    return json.dumps({"sku": piece.sku, "category": piece.category, "price": float(piece.price), "currency": "EUR"})
