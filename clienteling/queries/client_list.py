"""The list of clients: whose, narrowed how, page by page; every row already joined."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from clienteling.models import Visit
from clienteling.queries.client_filters import ClientFilter, filter_condition, of_own_houses
from clienteling.queries.highlight import Pieces, highlighted
from clienteling.queries.rhythm import KEY_DATE_DAYS, days_until
from clienteling.queries.words import days_in_words
from consent.protection import is_closed_to
from crm.models import Boutique, Client, Purchase, Relationship, SegmentMember, User
from crm.models.client import ClientQuerySet
from crm.protection import masked
from crm.queries.clients import found_page
from crm.search.reasons import reasons_found

PAGE = 24
LONG_AGO = datetime.fromisoformat("1900-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class ClientRow:
    """Three lines: the name with what was looked for marked; tier and recency; one hook, or why they were found.

    Of a protected client who is closed to the reader: that there is one, and nothing besides.
    """

    client: Client
    name: Pieces
    standing: str
    hook: str
    is_here: bool


@dataclass(frozen=True)
class ClientPage:
    """``after`` is the unique id to go on from, empty on the last page."""

    rows: list[ClientRow] = field(default_factory=list)
    after: str = ""


def client_page(
    user: User, chosen: ClientFilter, *, boutique: Boutique | None, at: datetime, after: str = ""
) -> ClientPage:
    """One page of PAGE rows. Found by text: by name. One's book and boutique: who bought last comes first. Wider:
    who became known last, since that order costs the same among millions.
    """
    clients, more = (_found if chosen.text else _listed)(user, chosen, boutique, after)
    local = at.astimezone(ZoneInfo(boutique.timezone if boutique else "UTC"))
    return ClientPage([_row(client, chosen.text, local) for client in clients], more)


def _found(user: User, chosen: ClientFilter, boutique: Boutique | None, after: str) -> tuple[list[Client], str]:
    """Those found by text, in order, and the unique id to go on from."""
    narrowed = filter_condition(user, chosen, boutique)
    found = found_page(user, chosen.text, size=PAGE, narrowed=narrowed, after=after)
    seen = Client.objects.known_to(user).filter(pk__in=found.ids)
    clients = {client.pk: client for client in _with_facts(seen, user, boutique)}
    return [clients[pk] for pk in found.ids if pk in clients], found.after


def _listed(user: User, chosen: ClientFilter, boutique: Boutique | None, after: str) -> tuple[list[Client], str]:
    listed = Client.objects.known_to(user).filter(filter_condition(user, chosen, boutique))
    ordered, key = _ordered(listed, chosen)
    if after:
        ordered = ordered.filter(_beyond(ordered, key, after))
    clients = list(_with_facts(ordered, user, boutique)[: PAGE + 1])
    return clients[:PAGE], clients[PAGE - 1].uid if len(clients) > PAGE else ""


def _ordered(listed: ClientQuerySet, chosen: ClientFilter) -> tuple[ClientQuerySet, list[str]]:
    if chosen.scope in ("book", "boutique"):
        by_recency = listed.annotate(recency=Coalesce(_last_bought(), Value(LONG_AGO)))
        return by_recency.order_by("-recency", "-pk"), ["recency", "pk"]
    return listed.order_by("-pk"), ["pk"]


def _beyond(ordered: ClientQuerySet, key: list[str], after: str) -> Q:
    """Rows past the one with this unique id: its key is looked up, so that no name stands in an address."""
    last = ordered.order_by().filter(uid=after).values(*key).first()
    if last is None:
        return Q(pk__in=[])
    past, level = Q(), Q()
    for name in key:
        past |= level & Q(**{f"{name}__lt": last[name]})
        level &= Q(**{name: last[name]})
    return past


def _with_facts(ordered: ClientQuerySet, user: User, boutique: Boutique | None) -> ClientQuerySet:
    places = Relationship.objects.filter(of_own_houses(user, "brand"), client=OuterRef("pk")).exclude(tier="")
    if boutique:
        places = places.filter(brand=boutique.brand_id)
    here = Visit.objects.filter(client=OuterRef("pk"), boutique=boutique, left_at=None)
    ours = SegmentMember.objects.filter(of_own_houses(user, "segment__brand"), client=OuterRef("pk"))
    segments = ours.order_by("segment__name")
    return ordered.annotate(
        last_bought=_last_bought(),
        tier=Subquery(places.order_by("pk").values("tier")[:1]),
        arrived_at=Subquery(here.values("arrived_at")[:1]),
        segments=ArraySubquery(segments.values("segment__name").distinct()),
        bought_once=~Exists(_sales().order_by("-occurred_at")[1:2]),
        is_closed=is_closed_to(user.pk, at=timezone.now()),
    )


def _sales() -> Any:
    return Purchase.objects.filter(client=OuterRef("pk"), kind=Purchase.Kind.SALE)


def _last_bought() -> Subquery:
    return Subquery(_sales().order_by("-occurred_at").values("occurred_at")[:1])


def _row(client: Any, text: str, local: datetime) -> ClientRow:
    if client.is_closed:
        hidden = masked(client)
        return ClientRow(hidden, highlighted(hidden.name, ""), "A reason opens the page", "", is_here=False)
    today, zone = local.date(), local.tzinfo
    is_here = client.arrived_at is not None and client.arrived_at.astimezone(zone).date() == today
    days = (today - client.last_bought.astimezone(zone).date()).days if client.last_bought else None
    recency = "here now" if is_here else "no purchase yet" if days is None else days_in_words(days)
    standing = " · ".join(part for part in (client.tier, recency) if part)
    hook = ", ".join(reasons_found(client, text)) or _hook(client, days, today)
    return ClientRow(client, highlighted(client.name, text), standing, hook, is_here)


def _hook(client: Any, days: int | None, today: date) -> str:
    """One thing to know: a date that comes, a first purchase still fresh, a segment, a place."""
    coming = [(days_until(f"{client.birth_date:%m-%d}", today), "Birthday")] if client.birth_date else []
    coming += [(days_until(str(each.get("date")), today), str(each.get("name"))) for each in client.key_dates]
    near = sorted((left, name) for left, name in coming if left is not None and left <= KEY_DATE_DAYS)
    if near:
        left, name = near[0]
        return f"{name} {'today' if left == 0 else 'tomorrow' if left == 1 else f'in {left} days'}"
    if days is not None and days <= 60 and client.bought_once:
        return "First purchase"
    others = [segment for segment in client.segments if segment != client.tier]
    if others:
        return ", ".join(others[:2])
    return client.city or ""
