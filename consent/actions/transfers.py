"""Write down what crossed a border, and what was not let; choose the provider that a client's data may go to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from consent.models import Transfer
from consent.queries.transfers import Place, TransferVerdict, may_transfer, processors_of
from consent.residency.regions import Region
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import User


def note_transfer(  # noqa: PLR0913  # what the log holds, all named
    client: Subject,
    verdict: TransferVerdict,
    *,
    purpose: str,
    at: datetime,
    user: "User | None" = None,
    key: str | None = None,
) -> None:
    """A crossing or a refusal of one client; nothing where the data stay in their region. A key is noted once."""
    if not verdict.is_crossing:
        return
    row = Transfer(
        at=at, is_allowed=verdict.is_allowed, client_id=client.pk, from_region=verdict.from_region,
        to_region=verdict.to.region, place=verdict.to.words, purpose=purpose, ground=verdict.ground,
        reason=verdict.reason, decision_id=verdict.decision_id, user=user, key=key,
    )  # fmt: skip
    Transfer.objects.bulk_create([row], ignore_conflicts=True)


def note_transfers(
    counts: Iterable[tuple[Region, str, int]], *, to: Place, purpose: str, at: datetime, user: "User | None" = None
) -> None:
    """What went in bulk: (region, ground, number of clients), one row for each region that is not the place's own."""
    Transfer.objects.bulk_create(
        Transfer(
            at=at, is_allowed=True, count=count, from_region=here, to_region=to.region, place=to.words,
            purpose=purpose, ground=ground, reason="allowed", user=user,
        )
        for here, ground, count in counts
        if here != to.region and count
    )  # fmt: skip


def note_refusals(
    refused: Iterable[tuple[int, Region]], *, to: Place, purpose: str, at: datetime, user: "User | None" = None
) -> None:
    """Who was left out of what went in bulk: (client id, region). Each client once a day for a place."""
    Transfer.objects.bulk_create(
        (
            Transfer(
                at=at, is_allowed=False, client_id=client_id, from_region=here, to_region=to.region, place=to.words,
                purpose=purpose, reason="not_allowed", user=user, key=f"{to.words}:{client_id}:{at.date()}",
            )
            for client_id, here in refused
        ),
        ignore_conflicts=True,
        batch_size=2000,
    )  # fmt: skip


def choose_processor(  # noqa: PLR0913  # whose, by what, for what and when, all named
    client: Subject, *, kind: str, purpose: str, brand_id: int, at: datetime, key: str
) -> TransferVerdict:
    """The first provider in the client's region, else the first to which their data may go, else a refusal.

    What crosses, or may not, is written down under ``key``: a second try of the same message is the same row.
    """
    places = processors_of(kind, brand_id)
    return choose_place(client, places, purpose=purpose, brand_id=brand_id, at=at, key=key)


def choose_place(  # noqa: PLR0913  # whose, where to, for what and when, all named
    client: Subject, places: Sequence[Place], *, purpose: str, brand_id: int | None, at: datetime, key: str
) -> TransferVerdict:
    """The same among places that the caller knows, one at least."""
    asked = [may_transfer(client, to=place, purpose=purpose, brand_id=brand_id, at=at) for place in places]
    best = min(asked, key=lambda each: (not each.is_allowed, each.is_crossing))
    note_transfer(client, best, purpose=purpose, at=at, key=f"{key}:{best.to.words}:{best.reason}")
    return best
