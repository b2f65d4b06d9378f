"""Merges without a person, where people's own decisions say that such pairs are one person (decision 14)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from crm.actions.merge import merge_clients
from crm.merging.errors import MergeError
from crm.models import AutomaticMergeThreshold, DuplicateProposal
from crm.queries.duplicates import records_of
from crm.queries.sure_pairs import current_threshold, is_beyond_household, measured_threshold, sure_proposals


def measure_threshold() -> AutomaticMergeThreshold:
    """Measure anew from which score pairs may be merged, and keep it where it is another than before."""
    found, newest = measured_threshold(), current_threshold()
    if newest and (newest.score, newest.decided, newest.right) == (found.score, found.decided, found.right):
        return newest
    return AutomaticMergeThreshold.objects.create(
        score=found.score, decided=found.decided, right=found.right, precision_at_least=found.precision_at_least
    )


def merge_sure_pairs(*, at: datetime, most: int = 500) -> int:
    """Merge what is sure, by rule; how many. Nothing where the house did not ask for it, or nothing is sure enough.

    Each in a transaction of its own: a pair that may not be joined by rule stays on the desk.
    """
    threshold = current_threshold()
    if not settings.AUTOMATIC_MERGES or threshold is None or threshold.score is None:
        return 0
    return sum(_merge(proposal, threshold.score, at) for proposal in sure_proposals(threshold.score)[:most])


def _merge(proposal: DuplicateProposal, threshold: float, at: datetime) -> bool:
    try:
        with transaction.atomic():
            locked = sure_proposals(threshold).select_for_update(of=("self",), skip_locked=True)
            claimed = locked.filter(pk=proposal.pk).first()
            return claimed is not None and _merge_claimed(claimed, threshold, at)
    except MergeError:
        return False


def _merge_claimed(proposal: DuplicateProposal, threshold: float, at: datetime) -> bool:
    """What was likely is looked at again as it is now."""
    records = records_of([proposal.a_id, proposal.b_id])
    if len(records) < 2 or not is_beyond_household(records[proposal.a_id], records[proposal.b_id]):
        return False
    merge_clients(proposal.a, proposal.b, actor=None, reason=f"Rule: likely double from {threshold:.4f}", at=at)
    proposal.status, proposal.decided_at = DuplicateProposal.Status.MERGED, at
    proposal.save(update_fields=["status", "decided_at"])
    return True
