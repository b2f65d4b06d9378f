"""What somebody at the desk says of a likely pair, and the way back."""

from datetime import datetime

from django.db import transaction

from crm.actions.merge import merge_clients, unmerge_clients
from crm.models import DuplicateProposal, MergeLog, User

Status = DuplicateProposal.Status


class ProposalError(Exception):
    """Codes: ``already_decided`` (somebody was quicker), ``not_decided`` (there is nothing to undo)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def merge_proposed(proposal: DuplicateProposal, *, actor: User, at: datetime) -> DuplicateProposal:
    """One person: the later record is merged into the earlier one. Raises ProposalError and MergeError."""
    proposal = _claim(proposal, Status.OPEN, "already_decided")
    merge_clients(proposal.a, proposal.b, actor=actor, reason="Duplicates desk", at=at)
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
        log = MergeLog.objects.filter(keep=proposal.a, duplicate=proposal.b, undone_at=None).first()
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
