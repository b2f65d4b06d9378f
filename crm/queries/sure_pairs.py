"""Which pairs are sure enough to be merged without a person, as people's own decisions show."""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm.duplicates.compare import compare, comparisons
from crm.duplicates.evaluation.figures import AUTOMATIC_PRECISION
from crm.duplicates.record import Record
from crm.models import AutomaticMergeThreshold, DuplicateProposal, MergeLog

Status = DuplicateProposal.Status
# Fewer decisions than this cannot tell 0.999 from 0.99.
FEWEST_DECISIONS = 1_000
_PLACES = {name: place for place, name in enumerate(comparisons())}


@dataclass(frozen=True)
class Measured:
    """``score``: the lowest from which people found enough pairs to be one person; None where none is."""

    score: float | None
    decided: int
    right: int

    @property
    def precision_at_least(self) -> float:
        """Lower end of the 95 % interval of a share (Wilson 1927)."""
        if not self.decided:
            return 0.0
        z, n, share = 1.96, self.decided, self.right / self.decided
        middle, spread = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return (middle - spread) / (1 + z * z / n)


def measured_threshold() -> Measured:
    """From what people decided at the desk; a merge that was undone since was wrong."""
    decided = DuplicateProposal.objects.exclude(status=Status.OPEN).filter(decided_by__isnull=False)
    is_right = Q(status=Status.MERGED) & Q(b__canonical__isnull=False) | Q(
        status=Status.MERGED, a__canonical__isnull=False
    )
    rows = decided.annotate(held=Exists(DuplicateProposal.objects.filter(is_right, pk=OuterRef("pk"))))
    best, total, right = Measured(None, 0, 0), 0, 0
    for score, held in rows.order_by("-score", "id").values_list("score", "held").iterator():
        total, right = total + 1, right + held
        if total >= FEWEST_DECISIONS and right >= AUTOMATIC_PRECISION * total:
            best = Measured(score, total, right)
    return best if best.score is not None else Measured(None, total, right)


def current_threshold() -> AutomaticMergeThreshold | None:
    """The newest that was measured."""
    return AutomaticMergeThreshold.objects.order_by("-id").first()


def sure_proposals(score: float) -> QuerySet[DuplicateProposal]:
    """Open, so sure, and never merged and parted again: who undid a merge has decided."""
    parted = MergeLog.objects.filter(undone_at__isnull=False).filter(
        Q(keep=OuterRef("a"), duplicate=OuterRef("b")) | Q(keep=OuterRef("b"), duplicate=OuterRef("a"))
    )
    opened = DuplicateProposal.objects.filter(status=Status.OPEN, score__gte=score)
    return opened.exclude(Exists(parted)).select_related("a", "b").order_by("-score", "id")


def is_beyond_household(one: Record, other: Record) -> bool:
    """Whether the two agree in what twins, couples, father and son do not: given name to a letter, and birth date."""
    pattern = compare(one, other)
    given, order, birth = (pattern[_PLACES[name]] for name in ("given", "order", "birth"))
    return (given or 0) >= 3 and order == 1 and birth == 4
