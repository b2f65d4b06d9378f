"""Journeys, messages and caps follow when two clients become one."""

from django.db.models import QuerySet

from crm.merging.trail import Trail
from journeys.models import CapUse, Enrolment, Send

MERGED = "merged"


def follow_merge(trail: Trail) -> None:
    """One run remains where both were on a journey: the older. What was used of a cap adds up."""
    _end_younger_runs(trail)
    trail.move(Enrolment.objects.filter(client=trail.duplicate))
    trail.move(Send.objects.filter(client=trail.duplicate))
    _add_up_caps(trail)


def _end_younger_runs(trail: Trail) -> None:
    """The runs are locked by their ids, as every batch of them is."""
    live = Enrolment.objects.select_for_update().filter(
        client__in=[trail.keep, trail.duplicate], status=Enrolment.Status.LIVE
    )
    oldest: dict[tuple[int, str], Enrolment] = {}
    for run in sorted(live.order_by("id"), key=lambda each: (each.created_at, each.pk)):
        if oldest.setdefault(_place(run), run) is not run:
            _end(trail, run)


def _place(run: Enrolment) -> tuple[int, str]:
    """A wish is the same wish by what is wished for: the alerts of two records have different keys."""
    variant = run.context.get("variant")
    return run.journey_id, f"variant:{variant}" if variant else run.entry_key


def _end(trail: Trail, run: Enrolment) -> None:
    trail.change(
        run,
        status=Enrolment.Status.ENDED,
        ended_reason=MERGED,
        ended_at=trail.at,
        due_at=None,
        waiting_for="",
        lease_until=None,
        lease_token=None,
    )
    # What is under way already may have reached its reader: it goes on. What waits would come twice.
    for send in Send.objects.select_for_update().filter(enrolment=run, status=Send.Status.QUEUED).order_by("id"):
        trail.change(send, status=Send.Status.REFUSED, reason=MERGED)


def _add_up_caps(trail: Trail) -> None:
    """Never above the maximum, which the database holds; the duplicate's figure goes to nought."""
    _open_windows(trail, CapUse.objects.filter(client=trail.duplicate, used__gt=0))
    both = CapUse.objects.select_for_update().filter(client__in=[trail.keep, trail.duplicate]).order_by("id")
    uses = {(use.client_id, use.rule_id, use.window): use for use in both}
    for theirs in [use for use in uses.values() if use.client_id == trail.duplicate.pk and use.used]:
        held = uses.get((trail.keep.pk, theirs.rule_id, theirs.window))
        # None where a worker took theirs at this moment: the next sweep adds it.
        if held is not None:
            trail.add(held, "used", min(theirs.used, held.maximum - held.used))
            trail.add(theirs, "used", -theirs.used)


def _open_windows(trail: Trail, theirs: QuerySet[CapUse]) -> None:
    """The survivor's own row for each window of theirs: a row that moved would go back with what both used by then.

    ON CONFLICT, since a worker may take the survivor's first place at this moment.
    """
    CapUse.objects.bulk_create(
        [
            CapUse(rule_id=use.rule_id, client=trail.keep, window=use.window, used=0, maximum=use.maximum)
            for use in theirs.order_by("id")
        ],
        ignore_conflicts=True,
    )
