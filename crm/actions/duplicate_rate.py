"""How many of the clients are doubles, one figure a day."""

from datetime import datetime

from crm.models import Client, DuplicateProposal, DuplicateRate


def measure_duplicate_rate(at: datetime) -> DuplicateRate:
    """Count now; a second look on one day replaces the first. Days are those of ``at``'s own zone."""
    likely = DuplicateProposal.objects.filter(status=DuplicateProposal.Status.OPEN)
    rate, _ = DuplicateRate.objects.update_or_create(
        day=at.date(),
        defaults={
            "clients": Client.objects.live().count(),
            # Of three that are one person two are too many: each double counts once, as the later of its pair.
            "duplicates": likely.values("b").distinct().count(),
        },
    )
    return rate
