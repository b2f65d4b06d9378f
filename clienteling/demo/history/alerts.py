"""Clients who wait for a piece that is out of stock."""

from datetime import datetime, timedelta
from random import Random

from clienteling.demo.catalogue.write import Piece
from clienteling.demo.people.person import Person
from crm.models import Brand, Stock, StockAlert

WAITING = 140


def write_alerts(people: list[Person], pieces: list[Piece], brands: dict[str, Brand], seed: int, now: datetime) -> None:
    """Alerts of the last weeks. They start no journey: what they asked for was answered at the time."""
    rng = Random(f"{seed}/alerts")
    gone = _sold_out_gifts(pieces)
    waiting = [person for person in people if person.email and not person.advisor_code and person.since < now]
    alerts = []
    for person in rng.sample(waiting, min(WAITING, len(waiting) // 20)):
        brand = next(iter(person.homes))
        piece = rng.choice(gone[brand])
        alerts.append(
            StockAlert(
                brand=brands[brand],
                client_id=person.id,
                variant_id=piece.variant_id,
                tags=["gift"],
                language=person.language,
            )
        )
    StockAlert.objects.bulk_create(alerts)
    for alert in alerts:
        alert.created_at = now - timedelta(days=rng.randint(4, 40), minutes=rng.randint(0, 900))
    StockAlert.objects.bulk_update(alerts, ["created_at"])


def _sold_out_gifts(pieces: list[Piece]) -> dict[str, list[Piece]]:
    stocked = set(Stock.objects.filter(quantity__gt=0).values_list("variant", flat=True))
    gone: dict[str, list[Piece]] = {}
    for piece in pieces:
        if piece.is_gift and piece.variant_id not in stocked:
            gone.setdefault(piece.brand, []).append(piece)
    return gone
