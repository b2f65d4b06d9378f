"""Repairs of pieces that were sold, and what clients answered when they were asked."""

from datetime import datetime, timedelta
from random import Random

from clienteling.demo.history.receipts import Receipt
from clienteling.models import Repair, RepairStep, SurveyAnswer
from crm.models import Boutique, Brand

REPAIRED, ASKED = 0.02, 0.08
WORK = ("The clasp no longer closes", "Polish and check the setting", "Renew the stitching", "A scratch on the front")
PRAISE = {
    10: ("I was received like a friend.", "The engraving is perfect.", ""),
    9: ("Thank you for the patience.", "", ""),
    7: ("I waited a while, then all was well.", ""),
    4: ("Nobody called me back as promised.", "The parcel came late."),
}
# Days from the opening to each step, in their order.
STEPS = ((2, "received"), (16, "completed"), (20, "closed"))
CLASP = "The clasp no longer closes"


def write_repairs(receipts: list[Receipt], brands: dict[str, Brand], seed: int, now: datetime) -> None:
    """A few of the pieces sold in a boutique came back to be put right; the cast's clasp is at the workshop now."""
    rng = Random(f"{seed}/repairs")
    sold = [it for it in receipts if it.person and not it.is_return and it.boutique.kind == Boutique.Kind.BOUTIQUE]
    others = [it for it in sold if it.person and not it.person.advisor_code and it.at < now - timedelta(days=40)]
    chosen = [it for it in others if rng.random() < REPAIRED]
    repairs = [_repair(receipt, brands, rng, now) for receipt in chosen]
    if camilles := [it for it in sold if it.person and it.person.email == "camille.laurent@example.org"]:
        repairs.append(_repair(camilles[0], brands, rng, now, opened=now - timedelta(days=11), work=CLASP))
    for number, repair in enumerate(sorted(repairs, key=lambda it: it.opened_at), 1):
        repair.number = f"{repair.brand.code[:2]}-R{number:05d}"
    Repair.objects.bulk_create(repairs)
    RepairStep.objects.bulk_create(step for repair in repairs for step in _steps(repair, now))


def _repair(  # noqa: PLR0913  # what a repair is made from, all named
    receipt: Receipt,
    brands: dict[str, Brand],
    rng: Random,
    now: datetime,
    *,
    opened: datetime | None = None,
    work: str = "",
) -> Repair:
    assert receipt.person is not None
    piece = receipt.items[0].piece
    opened = opened or receipt.at + (now - receipt.at) * rng.uniform(0.3, 0.98)
    repair = Repair(
        brand=brands[piece.brand], client_id=receipt.person.id, boutique=receipt.boutique, sku=piece.sku,
        variant_id=piece.variant_id, description=work or rng.choice(WORK), opened_at=opened,
        promised_on=(opened + timedelta(days=21)).date(), source="workshop",
    )  # fmt: skip
    latest = _steps(repair, now)[-1]
    repair.status = latest.status
    repair.closed_at = latest.at if latest.status == Repair.Status.CLOSED else None
    return repair


def _steps(repair: Repair, now: datetime) -> list[RepairStep]:
    """Those that have come by now; it was opened in any case."""
    later = [(repair.opened_at + timedelta(days=after), status) for after, status in STEPS]
    told = [(repair.opened_at, "opened"), *((at, status) for at, status in later if at < now)]
    return [RepairStep(repair=repair, status=status, at=at) for at, status in told]


def write_answers(receipts: list[Receipt], brands: dict[str, Brand], seed: int, now: datetime) -> None:
    """A week after a purchase some were asked whether they would recommend the house."""
    rng = Random(f"{seed}/answers")
    asked = [it for it in receipts if it.person and not it.is_return and it.at < now - timedelta(days=8)]
    answers = []
    for number, receipt in enumerate(it for it in asked if rng.random() < ASKED):
        score = rng.choices(list(PRAISE), (46, 30, 17, 7))[0]
        assert receipt.person is not None
        answers.append(
            SurveyAnswer(
                brand=brands[receipt.items[0].piece.brand],
                client_id=receipt.person.id,
                boutique=receipt.boutique,
                kind="nps",
                moment="purchase",
                score=score,
                comment=rng.choice(PRAISE[score]),
                answered_at=receipt.at + timedelta(days=7, minutes=rng.randint(0, 700)),
                source="survey",
                source_ref=f"{seed}-{number}",
            )  # fmt: skip
        )
    SurveyAnswer.objects.bulk_create(answers, batch_size=2_000)
