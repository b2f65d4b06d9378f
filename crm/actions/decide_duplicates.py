"""What somebody at the desk says of a likely pair, and the way back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from crm.actions.merge import merge_clients, unmerge_clients
from crm.merging.fields import DUPLICATE, KEEP
from crm.models import DuplicateProposal, MergeLog, User

Status = DuplicateProposal.Status
_NONE: Mapping[str, str] = {}


class ProposalError(Exception):
    """Codes: ``already_decided`` (somebody was quicker), ``not_decided`` (there is nothing to undo),
    ``choice_unknown`` (neither of the two)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def merge_proposed(
    proposal: DuplicateProposal, *, actor: User, at: datetime, survivor: str = "a", choices: Mapping[str, str] = _NONE
) -> DuplicateProposal:
    """One person. ``survivor``: "a" or "b"; ``choices``: field to the one whose value holds.

    Raises ProposalError, also ``choice_unknown``, and MergeError.
    """
    if not {survivor, *choices.values()} <= {"a", "b"}:
        raise ProposalError("choice_unknown")
    proposal = _claim(proposal, Status.OPEN, "already_decided")
    keep, duplicate = (proposal.a, proposal.b) if survivor == "a" else (proposal.b, proposal.a)
    fields = {field: KEEP if whose == survivor else DUPLICATE for field, whose in choices.items()}
    merge_clients(keep, duplicate, actor=actor, reason="Duplicates desk", choices=fields, at=at)
    return _decide(proposal, Status.MERGED, actor, at)


@transaction.atomic
def keep_apart(proposal: DuplicateProposal, *, actor: User, at: datetime) -> DuplicateProposal:
    """Two people: they are not proposed again. Raises ProposalError."""
    return _decide(_claim(proposal, Status.OPEN, "already_decided"), Status.KEPT_APART, actor, at)


@transaction.atomic
def reopen_proposal(proposal: DuplicateProposal, *, actor: User, at: datetime) -> DuplicateProposal:
    """As if nothing had been said: what was merged is two again. Raises ProposalError and MergeError."""
    proposal = _claim(proposal, None, "not_decided")
    if proposal.status == Status.MERGED:
        both = (proposal.a, proposal.b)
        log = MergeLog.objects.filter(keep__in=both, duplicate__in=both, undone_at=None).first()
        # Parted on her own page meanwhile: then the proposal alone is left to open.
        if log is not None:
            unmerge_clients(log, actor=actor, at=at)
    return _decide(proposal, Status.OPEN, None, None)


def _claim(proposal: DuplicateProposal, wanted: str | None, code: str) -> DuplicateProposal:
    """Lock the row, so that of two who decide at once the second is told; ``wanted`` None: any but open."""
    rows = DuplicateProposal.objects.select_for_update(of=("self",)).select_related("a", "b")
    locked = rows.get(pk=proposal.pk)
    if (locked.status == Status.OPEN) != (wanted == Status.OPEN):
        raise ProposalError(code)
    return locked


def _decide(proposal: DuplicateProposal, status: str, actor: User | None, at: datetime | None) -> DuplicateProposal:
    proposal.status, proposal.decided_by, proposal.decided_at = status, actor, at
    proposal.save(update_fields=["status", "decided_by", "decided_at"])
    return proposal
