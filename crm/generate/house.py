"""Writes a generated house: premises, clients, purchases, interactions; whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.conf import settings
from django.db import connection, transaction
from tqdm import tqdm

from crm.actions.partitions import make_partitions
from crm.generate import browsing, people, trade
from crm.generate.bare import bare_tables
from crm.generate.copying import continue_sequence, copy_lines, next_id
from crm.generate.errors import GenerateError
from crm.generate.places import BRANDS, Premises, write_premises
from crm.models import Client
from crm.search.upkeep import count_search_words

TABLES = (
    "crm_client", "crm_identifier", "crm_relationship", "crm_purchase", "crm_purchaseline", "crm_interaction",
)  # fmt: skip
PURCHASES_PER_CLIENT = 2
INTERACTIONS_PER_CLIENT = 10
# Under this the indexes that are there cost less than making them anew.
WORTH_STRIPPING = 20_000


@dataclass(frozen=True)
class HouseRequest:
    """``brands``: their codes, made where missing. ``appends``: into a house that has clients already."""

    clients: int
    seed: int
    now: datetime
    brands: tuple[str, ...] = BRANDS
    appends: bool = False
    interactions_per_client: int = INTERACTIONS_PER_CLIENT


def generate_house(request: HouseRequest, bar: "tqdm[None]") -> dict[str, int]:
    """Rows written, by table. GenerateError in production, or where clients are and ``appends`` is not set."""
    if settings.IS_PRODUCTION:
        raise GenerateError("production", "A house is not generated into a production database; nothing was written.")
    if Client.objects.exists() and not request.appends:
        raise GenerateError(
            "not_empty", "There are clients in this database; nothing was written. --append adds to them."
        )
    with transaction.atomic():
        written = _write(request, bar)
        count_search_words()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return written


def _write(request: HouseRequest, bar: "tqdm[None]") -> dict[str, int]:
    rng = Random(f"{request.seed}/premises")
    premises = write_premises(request.brands, request.clients, rng)
    if request.clients + request.clients * request.interactions_per_client < WORTH_STRIPPING:
        return _fill(request, premises, bar)
    with bare_tables(TABLES, bar):
        written = _fill(request, premises, bar)
    _take_message_ids()
    return written


def _take_message_ids() -> None:
    # The table's trigger does so row by row; it was off.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO crm_messageid (message_id) SELECT message_id FROM crm_interaction"
            " ON CONFLICT (message_id) DO NOTHING"
        )


def _fill(request: HouseRequest, premises: Premises, bar: "tqdm[None]") -> dict[str, int]:
    seed, now = request.seed, request.now
    first = next_id("crm_client")
    clients = range(first, first + request.clients)
    them = people.People(premises, first=first, count=request.clients, seed=seed, now=now)
    sales = trade.Trade(
        premises, clients, first=next_id("crm_purchase"), count=request.clients * PURCHASES_PER_CLIENT, seed=seed,
        now=now,
    )  # fmt: skip
    looks = browsing.Browsing(
        premises, clients, count=request.clients * request.interactions_per_client, seed=seed, now=now,
        mark=f"gen{seed}-{first}",
    )  # fmt: skip
    make_partitions(looks.began.date(), now.date())
    written: dict[str, int] = {}
    for table, columns, lines, expected in (
        ("crm_client", people.CLIENT_COLUMNS, people.client_lines(them), request.clients),
        ("crm_identifier", people.IDENTIFIER_COLUMNS, people.identifier_lines(them), None),
        ("crm_relationship", people.RELATIONSHIP_COLUMNS, people.relationship_lines(them), None),
        ("crm_purchase", trade.PURCHASE_COLUMNS, sales.purchase_lines(), sales.count),
        ("crm_purchaseline", trade.LINE_COLUMNS, sales.item_lines(), None),
        ("crm_interaction", browsing.COLUMNS, looks.lines(), looks.count),
    ):
        bar.reset(total=expected)
        bar.set_description_str(table)
        written[table] = copy_lines(table, columns, lines, bar)
    for table in TABLES[:-1]:
        continue_sequence(table)
    return written
