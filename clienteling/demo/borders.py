"""Where the demonstration's providers lie: one post office that stands for two, so that nothing leaves China."""

from consent.models import Processor
from consent.residency.defaults import ensure_transfer_rules


def write_borders() -> None:
    ensure_transfer_rules()
    Processor.objects.bulk_create(
        [
            Processor(kind="email", code="default", name="Post office, Paris", region="eu"),
            Processor(kind="email", code="demo-cn", name="Post office, Shanghai", region="cn"),
            Processor(kind="backups", code="backups-eu", name="Backups, Frankfurt", region="eu"),
        ],
        ignore_conflicts=True,
    )
