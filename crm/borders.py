"""Which clients abroad headquarters may see: as data go to a place, so they go to a screen there (decision 33).

Whoever works in a boutique or for a country sees clients who are known there: they gave their data there themselves,
which is no transfer (EDPB guidelines 05/2021, paragraph 17). Headquarters without a country work where the house's own
systems lie. Of a client who lives elsewhere and is known nowhere in that region they see nothing, unless a transfer
rule leads there, and where its ground is consent the client's own to ``cross-border`` stands.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FullResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable, Expression
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, In
from django.db.models.sql.compiler import SQLCompiler
from psycopg.sql import Literal

from consent.models import Residence, TransferRule
from consent.queries.transfers import BY_CONSENT, consents_to_leave
from consent.residency.regions import Region, home_region
from crm.countries import region_of, written

_TABLE = '"crm_client".'
_INNER = re.compile(r"\b(?=[T-Z]\d+\b)")
_MOMENT = datetime(1, 1, 1, tzinfo=UTC)


def may_be_seen_in(region: Region, *, brand_id: int | None, at: datetime) -> Q:
    """The condition on Client, without a statement beforehand. ``brand_id``: whose consent counts; None is the whole
    group."""
    sql, parameters = _compiled(region, brand_id, home_region())
    return Q(OfClient(F("pk"), sql=sql, parameters=tuple(at for _ in parameters)))


class OfClient(Expression):
    """A condition on the client that is in SQL already, on whichever alias the client has in the statement."""

    output_field = BooleanField()

    def __init__(self, client: Any, *, sql: str, parameters: tuple[Any, ...]) -> None:
        super().__init__()
        self.client, self.sql, self.parameters = client, sql, parameters

    def get_source_expressions(self) -> list[Any]:
        return [self.client]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        (self.client,) = exprs

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, _ = compiler.compile(self.client)
        return self.sql.replace(_TABLE, f"{column.rpartition('.')[0]}."), self.parameters


@lru_cache(maxsize=128)
def _compiled(region: Region, brand_id: int | None, home: Region) -> tuple[str, tuple[Any, ...]]:
    """The condition in SQL, with ``_MOMENT`` where the moment goes. ``home`` is part of what is remembered.

    Put together once: Django takes fifteen milliseconds for it, ten times what the database takes to answer, and a
    search asks twice.
    """
    query = apps.get_model("crm", "Client")._base_manager.filter(_condition(region, brand_id, _MOMENT)).query
    try:
        sql, parameters = query.get_compiler(DEFAULT_DB_ALIAS).compile(query.where)
    except FullResultSet:
        return "TRUE", ()
    # Names of its own inside, whatever statement it becomes part of.
    return _written_out(f"({_INNER.sub('border_', sql)})", parameters)


def _written_out(sql: str, parameters: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """With our own words in it (countries, regions, codes, a house's number): six hundred parameters cost more to bind
    than the rest of a search. What is left is the moment."""
    first, *rest = sql.split("%s")
    words = [
        f"{'%s' if each == _MOMENT else Literal(each).as_string()}{part}"
        for each, part in zip(parameters, rest, strict=True)
    ]
    return first + "".join(words), tuple(each for each in parameters if each == _MOMENT)


def _condition(region: Region, brand_id: int | None, at: datetime) -> Q:
    """For a client of this region a comparison of countries, and whether a residence was set: few rows, of which the
    database makes a set once, as it does of the rules."""
    rules = TransferRule.objects.filter(to_region=region).values("from_region")
    freely, asked = rules.exclude(ground__in=BY_CONSENT), rules.filter(ground__in=BY_CONSENT)
    given = consents_to_leave(brand_id, at).values("client")
    # Of several residences that were set on records of one person any may keep them: the stricter counts.
    residences = Residence.objects.annotate(meant=Coalesce("client__canonical", F("client")))
    strange = residences.exclude(region=region).exclude(region__in=freely).exclude(region__in=asked, meant__in=given)
    home = _region_of_client()
    abroad = (
        ~Q(country__in=written(region))
        & ~Q(pk__in=residences.values("meant"))
        & ~Q(Exact(home, Value(region.value)))
        & ~Q(In(home, freely.query))
        & ~(Q(In(home, asked.query)) & Q(pk__in=given))
    )
    relationships = apps.get_model("crm", "Relationship").objects.filter(client=OuterRef("pk"))
    known_here = Exists(relationships.filter(country__in=written(region)))
    return ~((Q(pk__in=strange.values("meant")) | abroad) & ~Q(known_here))


def _region_of_client() -> Combinable:
    """By country, else where whoever has known them longest is, else the house's own (crm.residency)."""
    known = apps.get_model("crm", "Relationship").objects.filter(client=OuterRef("pk")).exclude(country="")
    first = known.order_by("since", "pk").annotate(region=region_of("country")).values("region")[:1]
    nowhere = Coalesce(Subquery(first), Value(home_region().value), output_field=CharField())
    return Case(When(country="", then=nowhere), default=region_of("country"), output_field=CharField())
