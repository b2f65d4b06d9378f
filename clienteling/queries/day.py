"""What My Day shows: who is here, what is due, how the day goes. Times are those of the boutique."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay, TruncTime

from clienteling.models import Goal, Task, Visit
from crm.models import Boutique, Purchase, User
from crm.protection import closed_among, masked

WEEKS_OF_A_USUAL_DAY = 8


@dataclass(frozen=True)
class DaySales:
    """Sales since midnight, returns deducted, in ``currency``; ``usual`` is the mean of the last eight such
    weekdays up to this hour, or None where there was none."""

    total: Decimal
    currency: str
    goal: Decimal | None
    usual: Decimal | None

    @property
    def percent_of_goal(self) -> int:
        """From 0 to 100, for the bar."""
        return max(0, min(100, round(self.total / self.goal * 100))) if self.goal else 0

    @property
    def pace(self) -> str:
        """``ahead``, ``level`` (within a tenth), ``behind`` of a usual day at this hour; empty when unknown."""
        if not self.usual:
            return ""
        if abs(self.total - self.usual) <= self.usual / 10:
            return "level"
        return "ahead" if self.total > self.usual else "behind"


def start_of_day(boutique: Boutique, at: datetime) -> datetime:
    """Midnight before ``at``, where the boutique is."""
    zone = ZoneInfo(boutique.timezone)
    return datetime.combine(at.astimezone(zone).date(), time.min, zone)


def visits_now(boutique: Boutique, at: datetime) -> QuerySet[Visit]:
    """Who came today and has not left, the latest first."""
    here = Visit.objects.filter(boutique=boutique, left_at=None, arrived_at__gte=start_of_day(boutique, at))
    return here.select_related("client", "advisor").order_by("-arrived_at", "-id")


def tasks_of_day(user: User, boutique: Boutique, at: datetime) -> QuerySet[Task]:
    """Open tasks of the boutique due by today, mine and those that anybody may take; and what I did today.

    Of this boutique alone: whoever was moved took no client of the former one along.
    """
    today = at.astimezone(ZoneInfo(boutique.timezone)).date()
    is_open = Q(done_at=None, due_on__lte=today) & (Q(advisor=user) | Q(advisor=None))
    was_done = Q(done_by=user, done_at__gte=start_of_day(boutique, at))
    return Task.objects.filter(is_open | was_done, boutique=boutique).select_related("client").order_by("due_on", "id")


def masked_for(user: User, *rows: Visit | Task) -> None:
    """Put a masked client in each row whose client is protected and closed to this user. For the screen: the rows are
    not to be saved. One statement; none where no row has a client."""
    ids = {row.client_id for row in rows if row.client_id is not None}
    closed = closed_among(user, ids) if ids else frozenset()
    for row in rows:
        if row.client is not None and row.client_id in closed:
            row.client = masked(row.client)


def sales_of_day(boutique: Boutique, at: datetime, *, advisor: User | None = None) -> DaySales:
    """One advisor's day, or the whole boutique's when no advisor is named."""
    sales = Purchase.objects.filter(boutique=boutique, currency=boutique.currency)
    if advisor is not None:
        sales = sales.filter(advisor=advisor)
    midnight = start_of_day(boutique, at)
    total = sales.filter(occurred_at__gte=midnight, occurred_at__lte=at).aggregate(total=Sum("total"))["total"]
    goal = Goal.objects.filter(boutique=boutique, advisor=advisor, day=midnight.date()).first()
    return DaySales(
        total=total or Decimal(0),
        currency=boutique.currency,
        goal=goal.amount if goal else None,
        usual=_usual(sales, ZoneInfo(boutique.timezone), at),
    )


def _usual(sales: QuerySet[Purchase], zone: ZoneInfo, at: datetime) -> Decimal | None:
    local = at.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(weeks=WEEKS_OF_A_USUAL_DAY)
    alike = sales.filter(occurred_at__gte=since, occurred_at__lt=midnight).annotate(
        weekday=ExtractIsoWeekDay("occurred_at", tzinfo=zone), hour=TruncTime("occurred_at", tzinfo=zone)
    )
    total = alike.filter(weekday=local.isoweekday(), hour__lte=local.time()).aggregate(total=Sum("total"))["total"]
    return total / WEEKS_OF_A_USUAL_DAY if total and total > 0 else None


def greeting_at(hour: int) -> str:
    """Good morning, afternoon or evening, by the boutique's clock (0 to 23)."""
    if hour < 12:
        return "Good morning"
    return "Good afternoon" if hour < 18 else "Good evening"
