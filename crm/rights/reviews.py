"""Review of a score by a person (GDPR Art. 22(3))."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from consent.actions.access import record_access
from consent.models import RequestStep, SubjectRequest
from consent.rights.close import finish_request
from consent.rights.errors import RightsError
from consent.rights.steps import log_step
from crm.actions.scores import review_score
from crm.models import Score, User


def review_scores(request: SubjectRequest, actor: User, said: Mapping[str, Any], at: datetime) -> None:
    """``score``: its number; ``value``: empty confirms it, a number takes its place; ``reason``: the client reads it;
    ``is_last``: "yes" where the client meant this one alone. Else the request stays open until every score was looked
    at.

    Raises RightsError: ``score_unknown``, ``value_invalid``, ``reason_missing``.
    """
    client = request.client.canonical or request.client
    number = str(said.get("score", ""))
    score = Score.objects.filter(client=client, pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if score is None:
        raise RightsError("score_unknown")
    reviewed = review_score(score, value=_number(said), reason=str(said.get("reason", "")), actor=actor, at=at)
    record_access(user=actor, client=client, action="changed", fields=["scores"], why="review")
    facts = {"score": reviewed.model, "number": reviewed.pk, "verdict": reviewed.review}
    log_step(request, RequestStep.What.REVIEWED, at=at, actor=actor, **facts)
    request.answer_words = f"{request.answer_words}\n{reviewed.review_reason}".strip()[:1000]
    request.save(update_fields=["answer_words"])
    if said.get("is_last") == "yes" or not unreviewed_scores(request).exists():
        finish_request(request, at=at, actor=actor)


def unreviewed_scores(request: SubjectRequest) -> QuerySet[Score]:
    """Those that no person looked at for this request; a newer run of the model does not begin it again."""
    client = request.client.canonical or request.client
    looked_at = request.steps.filter(what=RequestStep.What.REVIEWED).values_list("figures__number", flat=True)
    return Score.objects.filter(client=client).exclude(pk__in=list(looked_at))


def _number(said: Mapping[str, Any]) -> float | None:
    text = str(said.get("value", "")).strip().replace(",", ".")
    try:
        value = float(text) if text else None
    except ValueError as error:
        raise RightsError("value_invalid") from error
    # NaN and the infinities are numbers to Python, and to nobody who reads a score.
    if value is not None and not abs(value) < 1e12:
        raise RightsError("value_invalid")
    return value
