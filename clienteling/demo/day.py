"""Today in the boutiques: who is there, what is to be done, what was sold so far, what is aimed for.

Runs when the house is built and at each later start: a day that has its goals is left as it is.
"""

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from clienteling.demo.people.cast import CAST_ADDRESSES
from clienteling.models import Goal, Task, Visit
from crm.actions.purchases import LineInput, record_purchase
from crm.models import Boutique, Client, Membership, Relationship, Stock, User

ALICES = "aurelle-saint-honore"
GOALS = {"EUR": 4200, "GBP": 3700, "JPY": 650_000, "CNY": 33_000}
CAST_TASKS = (
    ("camille.laurent@example.org", "Call the workshop about the clasp", 0),
    ("sofia.marchetti@example.com", "Put aside two card holders for her gift list", 0),
    ("thomas.weber@example.net", "Prepare three pieces for his anniversary", 1),
)
TASKS = (
    "Send the photographs she asked for",
    "Ask whether the gloves fit",
    "Book the engraving",
    "Confirm the size with the workshop",
    "Write to say that the parcel has left",
)
# Of Alice's boutique now: address, minutes since arrival, the advisor who is with her.
HERE = (
    ("camille.laurent@example.org", 21, ""),
    ("lihua.wang@example.com", 46, "bob"),
    ("lauren.baker@example.com", 8, ""),
)


def begin_day(seed: int, now: datetime) -> int:
    """Makes today in every boutique that has none yet; returns in how many."""
    boutiques = Boutique.objects.filter(kind=Boutique.Kind.BOUTIQUE, brand__code__in=("AURELLE", "SORANE"))
    begun = set(Goal.objects.filter(advisor=None, boutique__in=boutiques).values_list("boutique", "day"))
    waiting = [it for it in boutiques.select_related("brand") if (it.pk, _local(it, now).date()) not in begun]
    for boutique in waiting:
        with transaction.atomic():
            _begin_in(boutique, Random(f"{seed}/day/{boutique.code}/{_local(boutique, now).date()}"), now)
    return len(waiting)


def _begin_in(boutique: Boutique, rng: Random, now: datetime) -> None:
    advisors = list(_advisors(boutique))
    _end_yesterdays_visits(boutique, now)
    _set_goals(boutique, advisors, rng, now)
    _give_tasks(boutique, advisors, rng, now)
    _sell_so_far(boutique, advisors, rng, now)
    _let_in(boutique, advisors, now)


def _local(boutique: Boutique, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(boutique.timezone))


def _advisors(boutique: Boutique) -> list[User]:
    advisors = Membership.objects.filter(boutique=boutique, role=Membership.Role.ADVISOR).select_related("user")
    return [membership.user for membership in advisors.order_by("user_id")]


def _end_yesterdays_visits(boutique: Boutique, now: datetime) -> None:
    midnight = datetime.combine(_local(boutique, now).date(), time(0), ZoneInfo(boutique.timezone))
    for visit in Visit.objects.filter(boutique=boutique, left_at=None, arrived_at__lt=midnight):
        visit.left_at = visit.arrived_at + timedelta(minutes=55)
        visit.save(update_fields=["left_at"])


def _set_goals(boutique: Boutique, advisors: list[User], rng: Random, now: datetime) -> None:
    local = _local(boutique, now)
    usual = GOALS[boutique.currency] * (1.4 if local.weekday() == 5 else 1.0) * (1.5 if local.month == 12 else 1.0)
    step = GOALS[boutique.currency] // 40
    own = {user: Decimal(round(usual * rng.uniform(0.85, 1.2) / step) * step) for user in advisors}
    goals = [Goal(boutique=boutique, advisor=user, day=local.date(), amount=amount) for user, amount in own.items()]
    Goal.objects.bulk_create([*goals, Goal(boutique=boutique, day=local.date(), amount=sum(own.values()))])


def _give_tasks(boutique: Boutique, advisors: list[User], rng: Random, now: datetime) -> None:
    today = _local(boutique, now).date()
    tasks = []
    for advisor in advisors:
        known = list(Relationship.objects.filter(boutique=boutique, advisor=advisor).order_by("-since")[:60])
        if advisor.email.startswith("alice@") or not known:
            continue
        tasks += [
            Task(client_id=rng.choice(known).client_id, boutique=boutique, advisor=advisor, text=text, due_on=today)
            for text in rng.sample(TASKS, rng.randint(1, 2))
        ]
    Task.objects.bulk_create(tasks + _cast_tasks(boutique, advisors, now))


def _cast_tasks(boutique: Boutique, advisors: list[User], now: datetime) -> list[Task]:
    alice = next((user for user in advisors if user.email.startswith("alice@")), None)
    if alice is None or Task.objects.filter(advisor=alice, done_at=None).exists():
        return []
    today = _local(boutique, now).date()
    return [
        Task(client=client, boutique=boutique, advisor=alice, text=text, due_on=today + timedelta(days=days))
        for address, text, days in CAST_TASKS
        if (client := _client(address)) is not None
    ]


def _sell_so_far(boutique: Boutique, advisors: list[User], rng: Random, now: datetime) -> None:
    """A receipt or two for each advisor since the doors opened, kept by the same action as a till's."""
    local = _local(boutique, now)
    opened = datetime.combine(local.date(), time(0), local.tzinfo) + (local - local.replace(hour=0, minute=0)) * 0.5
    pieces = list(_pieces_there(boutique, rng))
    buyers = list(_buyers(boutique, rng, len(advisors) * 2))
    for number, advisor in enumerate(advisors * 2):
        is_alice = advisor.email.startswith("alice@")
        if not pieces or not buyers or (rng.random() < 0.45 and not is_alice):
            continue
        sku, price, name = pieces.pop()
        record_purchase(
            brand=boutique.brand,
            source=f"{boutique.brand.code.lower()}-till",
            source_ref=f"{boutique.code}-{local:%y%m%d}-{number + 1:03d}",
            kind="sale",
            occurred_at=opened + (local - opened) * rng.random(),
            currency=boutique.currency,
            lines=[LineInput(sku, 1, price, name)],
            client=buyers.pop() if rng.random() < 0.85 else None,
            boutique=boutique,
            advisor=advisor,
            country=boutique.country,
        )


def _pieces_there(boutique: Boutique, rng: Random) -> list[tuple[str, Decimal, str]]:
    """(sku, price, name) of pieces in stock there, none dearer than two fifths of a day's goal."""
    stock = Stock.objects.filter(
        boutique=boutique,
        quantity__gt=0,
        variant__prices__currency=boutique.currency,
        variant__prices__amount__lte=GOALS[boutique.currency] * 0.4,
    ).values_list("variant__sku", "variant__prices__amount", "variant__product__names__en")
    return rng.sample(list(stock.order_by("pk")), min(24, stock.count()))


def _buyers(boutique: Boutique, rng: Random, count: int) -> list[Client]:
    """Regular clients of the boutique outside the cast, whose days the guide describes."""
    regulars = Relationship.objects.filter(boutique=boutique, tier="Regular").exclude(client__pk__in=_cast_ids())
    ids = list(regulars.order_by("client_id").values_list("client", flat=True))
    return list(Client.objects.filter(pk__in=rng.sample(ids, min(count, len(ids)))))


def _cast_ids() -> list[int]:
    return list(Client.objects.filter(identifiers__value__in=CAST_ADDRESSES).values_list("pk", flat=True))


def _let_in(boutique: Boutique, advisors: list[User], now: datetime) -> None:
    if boutique.code != ALICES:
        return
    midnight = datetime.combine(_local(boutique, now).date(), time(0), ZoneInfo(boutique.timezone))
    for address, minutes, advisor in HERE:
        client = _client(address)
        if client is None or Visit.objects.filter(client=client, boutique=boutique, left_at=None).exists():
            continue
        Visit.objects.create(
            client=client,
            boutique=boutique,
            advisor=next((user for user in advisors if advisor and user.email.startswith(advisor)), None),
            method=Visit.Method.QR if not advisor else Visit.Method.ADVISOR,
            arrived_at=max(midnight, now - timedelta(minutes=minutes)),
        )


def _client(address: str) -> Client | None:
    return Client.objects.filter(identifiers__namespace="email", identifiers__value=address).first()
