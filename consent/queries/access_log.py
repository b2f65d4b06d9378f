"""Who of the staff looked at whom: the log as a page, what stands out in it, and the report after a breach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from consent.models import AccessEntry

PAGE = 50
MOST_CLIENTS = 10_000


@dataclass(frozen=True)
class AccessFilter:
    """What of the log is asked for; empty fields ask nothing. Moments are aware; ``until`` is excluded."""

    email: str = ""
    client_uid: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> Q:
        asked = Q()
        if self.email:
            asked &= Q(user__email__iexact=self.email)
        if self.client_uid:
            asked &= Q(client__uid=self.client_uid) | Q(client__canonical__uid=self.client_uid)
        if self.action:
            asked &= Q(action=self.action)
        if self.since:
            asked &= Q(at__gte=self.since)
        if self.until:
            asked &= Q(at__lt=self.until)
        return asked


@dataclass(frozen=True)
class AccessPage:
    """``next_before`` is the key of the next page, None on the last."""

    entries: list[AccessEntry]
    next_before: int | None


def access_page(entries: QuerySet[AccessEntry], asked: AccessFilter, *, before: int | None = None) -> AccessPage:
    """Newest first, ``PAGE`` at a time. One statement. The log only grows, so its ids are in the order of time."""
    rows = entries.filter(asked.condition()).select_related("user", "client").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return AccessPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def newest_entries(entries: QuerySet[AccessEntry], asked: AccessFilter, *, most: int) -> list[AccessEntry]:
    """Newest first. One statement."""
    rows = entries.filter(asked.condition()).select_related("user", "client")
    return list(rows.order_by("-pk")[:most])


@dataclass(frozen=True)
class Affected:
    """One client of a breach report: what was seen of them, by how many looks, from when until when."""

    uid: str
    looks: int
    fields: list[str]
    first: datetime
    last: datetime


@dataclass(frozen=True)
class BreachReport:
    """``clients``: at most ``MOST_CLIENTS`` of ``total``. ``searches``: those that name no single client.

    ``notify_by``: 72 hours after the house became aware (GDPR Art. 33(1)).
    """

    total: int
    looks: int
    searches: int
    clients: list[Affected]
    by_fields: list[tuple[str, int]]
    notify_by: datetime

    @property
    def is_overdue(self) -> bool:
        return timezone.now() > self.notify_by


def breach_report(
    entries: QuerySet[AccessEntry], accounts: Sequence[str], *, since: datetime, until: datetime, aware_at: datetime
) -> BreachReport:
    """Whom these accounts (log-in addresses, or prefixes of API keys) looked at between two moments. Four statements,
    by the index on user and time, or on the moment where a key is named."""
    named_so = [each.strip().lower() for each in accounts]
    whose = Q(user__email__in=named_so) | Q(api_key__in=[each for each in named_so if each.startswith("ck_")])
    seen = entries.filter(whose, at__gte=since, at__lt=until)
    named = seen.exclude(client=None)
    clients = (
        named.values("client__uid")
        .annotate(looks=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-looks", "client__uid")
    )
    groups = _groups(named)
    return BreachReport(
        total=named.aggregate(count=Count("client", distinct=True))["count"],
        looks=named.count(),
        searches=seen.filter(client=None).count(),
        clients=[
            Affected(row["client__uid"], row["looks"], sorted(groups[row["client__uid"]]), row["first"], row["last"])
            for row in clients[:MOST_CLIENTS]
        ],
        by_fields=_by_fields(groups),
        notify_by=aware_at + timedelta(hours=72),
    )


def _groups(named: QuerySet[AccessEntry]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for uid, fields in named.values_list("client__uid", "fields").order_by().distinct().iterator():
        found.setdefault(uid, set()).update(fields)
    return found


def _by_fields(groups: dict[str, set[str]]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for fields in groups.values():
        for each in fields:
            counts[each] = counts.get(each, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
