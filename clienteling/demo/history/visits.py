"""Visits to the boutiques that ended in a purchase, for those who checked in."""

from datetime import timedelta
from random import Random

from clienteling.demo.copying import copy_rows, take_ids
from clienteling.demo.history.receipts import Receipt
from clienteling.models import Visit
from crm.models import Boutique

CHECKED_IN = 0.34
COLUMNS = ("id", "client_id", "boutique_id", "advisor_id", "method", "arrived_at", "left_at")


def write_visits(receipts: list[Receipt], seed: int) -> int:
    """One visit for a third of the purchases in a boutique; returns how many."""
    rng = Random(f"{seed}/visits")
    rows = []
    for receipt in receipts:
        if receipt.person is None or receipt.boutique.kind == Boutique.Kind.ONLINE or rng.random() > CHECKED_IN:
            continue
        arrived = receipt.at - timedelta(minutes=rng.randint(8, 50))
        left = receipt.at + timedelta(minutes=rng.randint(4, 20))
        method = rng.choice((Visit.Method.QR, Visit.Method.QR, Visit.Method.CODE, Visit.Method.ADVISOR))
        rows.append((receipt.person.id, receipt.boutique.pk, receipt.advisor_id, str(method), arrived, left))
    ids = take_ids(Visit, len(rows))
    return copy_rows(Visit, COLUMNS, ((number, *row) for number, row in zip(ids, rows, strict=True)))
