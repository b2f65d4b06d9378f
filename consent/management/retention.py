"""``manage.py privacy retention``: what is announced, and how much is old enough now."""

from typing import Any

from django.apps import apps
from django.core.management.base import OutputWrapper
from django.utils import timezone

from consent.management.parts import Part
from consent.models import RetentionBatch
from consent.queries.retention import BatchView, batches_shown, rules_in_force


def _run(options: dict[str, Any], out: OutputWrapper) -> None:
    everybody = apps.get_model("crm.Client")._default_manager.all()
    for view in batches_shown(everybody):
        out.write(_sentence(view))
    for rule in rules_in_force(timezone.now()):
        out.write(f"{rule.category.code}: {rule.length}")
        for each in rule.tables:
            out.write(f"  {each.executor.table}: {each.ahead} old enough now")


def _sentence(view: BatchView) -> str:
    batch = view.batch
    if batch.done_at is None:
        return f"{_silent(view, 'waiting')} will be anonymised on {batch.happens_on}"
    were = "was" if view.counts["anonymised"] == 1 else "were"
    return f"{_silent(view, 'anonymised')} {were} anonymised on {batch.happens_on}"


def _silent(view: BatchView, outcome: str) -> str:
    count = view.counts[outcome]
    ending = "" if count == 1 else "s"
    if view.batch.kind == RetentionBatch.Kind.BUYERS:
        return f"{count} client{ending} who bought, silent for as long as the rule of their house,"
    return f"{count} prospect{ending} silent since {view.batch.cutoff:%Y-%m-%d}"


RETENTION = Part("retention", "what is announced to be forgotten, and how much is old enough now", _run)
