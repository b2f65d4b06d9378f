"""Who of the staff looked at whom: the log as a page, what stands out in it, and the report after a breach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from consent.models import AccessEntry

PAGE = 50
# On the page; the file names everybody.
MOST_CLIENTS = 200
# Two records of one person are one person affected.
PERSON = Coalesce("client__canonical__uid", "client__uid")


@dataclass(frozen=True)
class AccessFilter:
    """What of the log is asked for; empty fields ask nothing.

    ``account``: a log-in address, or the prefix of an API key. Moments are aware; ``until`` is excluded.
    """

    account: str = ""
    client_uid: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> Q:
        asked = Q()
        if self.account:
            asked &= Q(user__in=_users([self.account])) | Q(api_key=self.account)
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
    """``clients``: at most as many as were asked for of ``total``. ``searches``: those that name no single client.

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


def breach_report(  # noqa: PLR0913  # whose looks, when, and how many are listed
    entries: QuerySet[AccessEntry],
    accounts: Sequence[str],
    *,
    since: datetime,
    until: datetime,
    aware_at: datetime,
    most: int | None = MOST_CLIENTS,
) -> BreachReport:
    """Whom these accounts (log-in addresses, or prefixes of API keys) looked at between two moments. Five statements,
    by the index on user and time, or on the moment where a key is named. ``most``: of the clients listed; None: all."""
    whose = Q(user__in=_users(accounts)) | Q(api_key__in=[each for each in accounts if each.startswith("ck_")])
    seen = entries.filter(whose, at__gte=since, at__lt=until)
    named = seen.exclude(client=None)
    of_persons = named.annotate(uid=PERSON)
    clients = (
        of_persons.values("uid").annotate(looks=Count("pk"), first=Min("at"), last=Max("at")).order_by("-looks", "uid")
    )
    groups = _groups(named)
    return BreachReport(
        total=of_persons.aggregate(count=Count("uid", distinct=True))["count"],
        looks=named.count(),
        searches=seen.filter(client=None).count(),
        clients=[
            Affected(row["uid"], row["looks"], sorted(groups[row["uid"]]), row["first"], row["last"])
            for row in clients[:most]
        ],
        by_fields=_by_fields(groups),
        notify_by=aware_at + timedelta(hours=72),
    )


def _users(accounts: Sequence[str]) -> list[int]:
    """Who logs in so, in whichever letters the address was set up. A few numbers, so that the log's index is used."""
    typed = [each.strip().lower() for each in accounts]
    found = get_user_model()._default_manager.alias(login=Lower("email")).filter(login__in=typed)
    return list(found.values_list("pk", flat=True))


def _groups(named: QuerySet[AccessEntry]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for uid, fields in named.annotate(uid=PERSON).values_list("uid", "fields").order_by().distinct().iterator():
        found.setdefault(uid, set()).update(fields)
    return found


def _by_fields(groups: dict[str, set[str]]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for fields in groups.values():
        for each in fields:
            counts[each] = counts.get(each, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
