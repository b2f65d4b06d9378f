"""Whose data may go to a destination, as part of an audience's definition: as everywhere by consent's rules of
transfer (consent.queries.transfers, crm.residency)."""

from dataclasses import dataclass

from consent.residency.regions import Region
from crm.models import Client
from crm.residency import who_may_go
from crm.segments.fragment import Fragment, Scope, chained
from crm.segments.kind import Data, Kind, Path
from crm.segments.rules import Leaf


@dataclass(frozen=True)
class MayGoTo(Leaf):
    """True of clients whose data may go to this region."""

    region: str


def _members(leaf: MayGoTo, scope: Scope) -> Fragment:
    allowed = who_may_go(Client.objects.all(), to=Region(leaf.region), brand_id=scope.brand_id, at=scope.at)
    text, values = allowed.order_by().values("pk").query.sql_with_params()
    start = Fragment(f"SELECT c.id AS client_id FROM crm_client c WHERE c.id IN ({text})", tuple(values))  # noqa: S608  # our own query
    return chained(start, scope.among("c.id"))


def _read(data: Data, path: Path) -> MayGoTo:
    return MayGoTo(str(data.get("region", "")))


REGION = Kind("region", MayGoTo, _read, _members, lambda leaf: f"May go to {Region(leaf.region).label}", ())
