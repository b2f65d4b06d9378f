"""What a model says of a client is written here alone; what a person said of it holds.

Whoever objected to profiling has no scores (GDPR Art. 21(1)): none is written, and what there was is gone. Whoever
asked for a person (Art. 22(3)) has one's word beside the model's, and a later run of the model does not undo it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from consent.models import CurrentDecision, Decision
from consent.queries.restriction import is_restricted
from consent.rights.errors import RightsError
from crm.models import Brand, Client, Score, User

_NO = [Decision.Status.REFUSED, Decision.Status.WITHDRAWN]


@transaction.atomic
def record_score(  # noqa: PLR0913  # what a score is, all named
    client: Client, *, brand: Brand | None, model: str, version: str, value: float, reason: str = "", at: datetime
) -> Score | None:
    """The newest word of a model; None where the client objected to conclusions, or is restricted.

    An older word changes nothing.

    Where a person decided otherwise, their value holds and the model's stands beside it.
    """
    person = Client.objects.select_for_update(no_key=True).get(pk=client.canonical_id or client.pk)
    if _no_of(person, brand).exists() or is_restricted(person):
        return None
    held = Score.objects.filter(client=person, brand=brand, model=model).first()
    score = held or Score(client=person, brand=brand, model=model, at=at)
    if held is not None and held.at > at:
        return held
    if score.review == Score.Review.OVERRIDDEN:
        score.machine_value = value
    else:
        score.value, score.review, score.reviewed_by, score.reviewed_at, score.review_reason = value, "", None, None, ""
    score.version, score.reason, score.at = version, reason, at
    score.save()
    return score


@transaction.atomic
def review_score(score: Score, *, value: float | None, reason: str, actor: User, at: datetime) -> Score:
    """A person looked: ``value`` None confirms what the model said, another one takes its place.

    Raises RightsError: ``reason_missing``, ``score_unknown`` (it is gone by now).
    """
    kept = Score.objects.select_for_update().filter(pk=score.pk).first()
    if kept is None:
        raise RightsError("score_unknown")
    if not reason.strip():
        raise RightsError("reason_missing")
    machine = kept.machine_value if kept.machine_value is not None else kept.value
    kept.review = Score.Review.CONFIRMED if value is None else Score.Review.OVERRIDDEN
    kept.value, kept.machine_value = (machine, None) if value is None else (value, machine)
    kept.reviewed_by, kept.reviewed_at, kept.review_reason = actor, at, reason.strip()[:500]
    kept.save()
    return kept


def cease_scores(client_ids: Sequence[int], at: datetime) -> None:
    """Called in the transaction of an objection. Segments that ask for scores let these clients go by themselves."""
    records = Client.objects.filter(Q(pk__in=client_ids) | Q(canonical__in=client_ids))
    _objected(Score.objects.filter(client__in=records)).delete()


def cease_scores_of_objectors() -> int:
    """Whatever way a score came to somebody who objected (a merge, a file, a script): it goes; how many."""
    return _objected(Score.objects.all()).delete()[0]


def _no_of(person: Client, brand: Brand | None) -> QuerySet[CurrentDecision]:
    """A score over the whole group stops at a no to any house."""
    no = CurrentDecision.objects.filter(purpose__code="profiling", decision__status__in=_NO, client=person)
    return no.filter(brand=brand) if brand else no


def _objected(scores: QuerySet[Score]) -> QuerySet[Score]:
    no = CurrentDecision.objects.filter(
        purpose__code="profiling", decision__status__in=_NO, client=OuterRef("person"),
    )  # fmt: skip
    found = scores.alias(person=Coalesce("client__canonical", "client"))
    return found.filter(Exists(no.filter(brand=OuterRef("brand"))) | Q(Exists(no), brand=None))
