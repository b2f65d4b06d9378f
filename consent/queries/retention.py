"""What the privacy officer reads of forgetting: whom, when, how long what stays, and what the nights did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import Count, Model, QuerySet

from consent.models import RetentionBatch, RetentionCandidate, RetentionHold, RetentionRule, RetentionRun
from consent.registry.retention import Retention, in_words
from consent.retention.executors import Executor, executors
from consent.retention.lengths import lengths

BATCHES_SHOWN = 12
HOLDS_ON_A_PAGE = 25
Outcome = RetentionCandidate.Outcome


@dataclass(frozen=True)
class BatchView:
    """``counts``: by outcome, of the clients that the officer answers for."""

    batch: RetentionBatch
    counts: dict[str, int]


@dataclass(frozen=True)
class TableAhead:
    """``ahead``: about how many rows go next time. ``run``: the last night's."""

    executor: Executor
    ahead: int
    run: RetentionRun | None

    @property
    def name(self) -> str:
        return str(apps.get_model(self.executor.table)._meta.verbose_name_plural)


@dataclass(frozen=True)
class RuleView:
    """One category. ``because``: on whose word its length is another than the standing one; empty where it is not.
    ``own``: the rules of houses and regions that differ from it."""

    category: Retention
    length: str
    words: str
    because: str
    tables: tuple[TableAhead, ...]
    own: tuple[RetentionRule, ...]


def batches_shown(clients: QuerySet[Model]) -> list[BatchView]:
    """Announced and past ones, the newest first, with numbers of these clients. Two statements."""
    announced = RetentionBatch.objects.filter(announced_at__isnull=False).order_by("-happens_on", "-kind")
    batches = list(announced[:BATCHES_SHOWN])
    # From the candidates to their clients, one by one: the list is short beside all clients of a house.
    listed = RetentionCandidate.objects.filter(batch__in=batches, client__in=clients)
    counts = {(batch, outcome): many for batch, outcome, many in _counted(listed)}
    return [BatchView(each, {one.value: counts.get((each.pk, one), 0) for one in Outcome}) for each in batches]


def _counted(listed: QuerySet[RetentionCandidate]) -> Iterable[tuple[int, str, int]]:
    return listed.order_by().values_list("batch", "outcome").annotate(many=Count("pk"))


def batch_in_the_making() -> RetentionBatch | None:
    return RetentionBatch.objects.filter(announced_at=None).order_by("happens_on", "-kind").first()


def live_holds(clients: QuerySet[Model], *, before: int | None = None) -> list[RetentionHold]:
    """One page and one more, the newest first. ``before``: an id, for the next page."""
    found = RetentionHold.objects.filter(lifted_at=None, client__in=clients).select_related("client", "placed_by")
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: HOLDS_ON_A_PAGE + 1])


def rules_in_force(at: datetime) -> list[RuleView]:
    """Every category that ends by the clock. One look at each table's oldest rows."""
    kept = list(RetentionRule.objects.select_related("brand").order_by("brand__name", "region"))
    days, because = lengths(), {each.category: each.because for each in kept if each.is_for_everybody}
    runs = _last_runs()
    return [
        RuleView(
            category,
            in_words(length),
            category.worded(length),
            because.get(category.code, ""),
            tuple(_ahead(_of(category), at - timedelta(days=length), runs)),
            tuple(each for each in kept if each.category == category.code and not each.is_for_everybody),
        )
        for category, length in days.items()
    ]


def _of(category: Retention) -> list[Executor]:
    return [each for each in executors() if each.category is category]


def _ahead(found: Iterable[Executor], cutoff: datetime, runs: dict[str, RetentionRun]) -> Iterable[TableAhead]:
    for each in found:
        yield TableAhead(each, each.ahead(cutoff), runs.get(each.table))


def _last_runs() -> dict[str, RetentionRun]:
    latest = RetentionRun.objects.order_by("table", "-day").distinct("table")
    return {run.table: run for run in latest}
