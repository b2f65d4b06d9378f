"""Writes a generated house: premises, clients, purchases, interactions; whole or not at all."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from random import Random

from django.conf import settings
from django.db import connection, transaction
from tqdm import tqdm

from crm.actions.partitions import make_partitions
from crm.generate import browsing, deriving, people, trade
from crm.generate.bare import bare_tables
from crm.generate.copying import continue_sequence, copy_blocks, next_id
from crm.generate.errors import GenerateError
from crm.generate.making import Made, makers, processes_worth_starting
from crm.generate.places import BRANDS, write_premises
from crm.generate.premises import Plan, Premises
from crm.models import Client
from crm.search.upkeep import count_search_words

TABLES = (
    Made("crm_client", people.CLIENT_COLUMNS, attrgetter("clients"), people.client_lines),
    Made("crm_identifier", people.IDENTIFIER_COLUMNS, attrgetter("clients"), people.identifier_lines),
    Made("crm_relationship", people.RELATIONSHIP_COLUMNS, attrgetter("clients"), people.relationship_lines),
    Made("crm_purchase", trade.PURCHASE_COLUMNS, attrgetter("purchases"), trade.purchase_lines),
    Made("crm_purchaseline", trade.LINE_COLUMNS, attrgetter("purchases"), trade.item_lines),
    Made("crm_interaction", browsing.COLUMNS, browsing.numbers, browsing.interaction_lines),
)
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
    bar.set_description_str("statistics")
    _settle()
    return written


def _settle() -> None:
    """Statistics, and the note that all rows of a page are seen by everybody, which reading an index alone asks."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # Not within somebody else's transaction, such as a test's.
        if not connection.in_atomic_block:
            cursor.execute(f"VACUUM {', '.join(made.table for made in TABLES)}")


def _write(request: HouseRequest, bar: "tqdm[None]") -> dict[str, int]:
    premises = write_premises(request.brands, request.clients, Random(f"{request.seed}/premises"))
    plan = _planned(request, premises)
    make_partitions(browsing.first_moment(plan).date(), plan.now.date())
    rows = request.clients + plan.interactions
    if rows < WORTH_STRIPPING:
        written = _fill(plan, bar, processes=0)
    else:
        written = _fill_bare(plan, bar, processes_worth_starting(rows))
    deriving.see_sources(plan)
    bar.set_description_str("search words")
    count_search_words()
    return written


def _fill_bare(plan: Plan, bar: "tqdm[None]", processes: int) -> dict[str, int]:
    with bare_tables((*(made.table for made in TABLES), *deriving.TABLES), bar):
        written = _fill(plan, bar, processes=processes)
        deriving.derive(plan, bar)
    return written


def _planned(request: HouseRequest, premises: Premises) -> Plan:
    first, bought = next_id("crm_client"), next_id("crm_purchase")
    return Plan(
        premises=premises,
        seed=request.seed,
        now=request.now,
        clients=range(first, first + request.clients),
        purchases=range(bought, bought + request.clients * PURCHASES_PER_CLIENT),
        interactions=request.clients * request.interactions_per_client,
        mark=f"gen{request.seed}-{first}",
    )


def _fill(plan: Plan, bar: "tqdm[None]", *, processes: int) -> dict[str, int]:
    written: dict[str, int] = {}
    with makers(plan, TABLES, processes=processes) as blocks:
        for made in TABLES:
            bar.reset(total=len(made.numbers(plan)))
            bar.set_description_str(made.table)
            written[made.table] = copy_blocks(made.table, made.columns, blocks(made), bar)
    for made in TABLES[:-1]:
        continue_sequence(made.table)
    return written
