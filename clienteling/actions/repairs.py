"""A piece comes back to be put right, step by step. Told twice, it happened once; told late, it stands in its place."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from clienteling.models import Repair, RepairStep
from crm.actions.relationships import know_client
from crm.models import Boutique, Brand, Client, Variant


class RepairError(Exception):
    """Codes: ``repair_conflict`` (the number is another client's), ``step_too_early`` (before it was opened)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class RepairFacts:
    """What is told of a repair when it is opened. ``sku`` may be one that the catalogue does not know."""

    number: str
    opened_at: datetime
    sku: str = ""
    description: str = ""
    promised_on: date | None = None
    source: str = ""


@transaction.atomic
def open_repair(client: Client, facts: RepairFacts, *, brand: Brand, boutique: Boutique | None) -> tuple[Repair, bool]:
    """The repair of this number, and whether it is new. Raises RepairError: ``repair_conflict``."""
    variant = Variant.objects.filter(product__brand=brand, sku=facts.sku).first() if facts.sku else None
    repair, is_new = Repair.objects.get_or_create(
        brand=brand,
        number=facts.number,
        defaults={
            "client": client,
            "boutique": boutique,
            "sku": facts.sku,
            "variant": variant,
            "description": facts.description,
            "opened_at": facts.opened_at,
            "promised_on": facts.promised_on,
            "source": facts.source,
        },
    )
    if client.pk not in (repair.client_id, repair.client.canonical_id):
        raise RepairError("repair_conflict")
    if is_new:
        RepairStep.objects.create(repair=repair, status=Repair.Status.OPENED, at=facts.opened_at)
        know_client(client, brand=brand, boutique=boutique, at=facts.opened_at)
    return repair, is_new


@transaction.atomic
def step_repair(repair: Repair, *, status: str, at: datetime, note: str = "") -> tuple[Repair, bool]:
    """Add a step, and whether it is new. The repair then stands where its latest step by date has brought it.

    Raises RepairError: ``step_too_early``.
    """
    locked = Repair.objects.select_for_update(no_key=True).get(pk=repair.pk)
    if at < locked.opened_at:
        raise RepairError("step_too_early")
    _, is_new = RepairStep.objects.get_or_create(repair=locked, at=at, status=status, defaults={"note": note})
    if is_new:
        _stand_at_latest(locked)
    return locked, is_new


def _stand_at_latest(repair: Repair) -> None:
    latest = repair.steps.order_by("-at", "-status")[0]
    repair.status = latest.status
    repair.closed_at = latest.at if latest.status == Repair.Status.CLOSED else None
    repair.save(update_fields=["status", "closed_at"])
