"""Search before create: whom what was just typed may already be."""

from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from crm.duplicates.compare import compare
from crm.duplicates.model import Scorer
from crm.duplicates.reasons import Reason, reasons_of
from crm.duplicates.record import Raw, Record, fold_record
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.models import Client, Identifier
from crm.queries.duplicates import candidates_for, current_judge, records_of

# Somebody at a counter rather looks at one too many than makes a double.
SHOWN_FROM, MOST_SHOWN = 0.01, 8
# Beside what people are told apart by: the same contact point is shown however little else agrees.
_CONTACT_LEVEL = 2


@dataclass(frozen=True)
class LikelyClient:
    """``score``: the probability that it is the same person."""

    client: Client
    score: float
    reasons: list[Reason]


def likely_same(given: Raw, clients: QuerySet[Client]) -> list[LikelyClient]:
    """The ones among ``clients`` that what is given may be, the likeliest first. Index look-ups only."""
    record, judge = fold_record(given), current_judge()
    candidates = candidates_for(0, record, bound=judge.bound, probability=SHOWN_FROM / 100)
    compared = records_of({*candidates, *_holders(given)})
    scored = {pk: _likely(record, other, judge.scorer) for pk, other in compared.items()}
    shown = {pk: found for pk, found in scored.items() if found is not None}
    seen = clients.in_bulk(shown)
    likely = [LikelyClient(seen[pk], *found) for pk, found in shown.items() if pk in seen]
    return sorted(likely, key=lambda each: (-each.score, each.client.pk))[:MOST_SHOWN]


def _holders(given: Raw) -> list[int]:
    """Whoever has the e-mail or telephone itself, whatever else differs: a couple may share it, or it is she."""
    claims = [("email", value) for value in given.emails] + [("phone", value) for value in given.phones]
    held = Q(pk=None)
    for namespace, value in claims:
        with suppress(IdentityError):
            held |= Q(namespace=namespace, value=normalise_identifier(namespace, value))
    return list(Identifier.objects.filter(held, retracted_at=None).values_list("client_id", flat=True)[:MOST_SHOWN])


def _likely(record: Record, other: Record, scorer: Scorer) -> tuple[float, list[Reason]] | None:
    pattern = compare(record, other)
    score = scorer.score(record, other, pattern)
    has_contact = _CONTACT_LEVEL in (pattern[4], pattern[5])
    if score.probability < SHOWN_FROM and not has_contact:
        return None
    return score.probability, reasons_of(score, scorer.model.names)
