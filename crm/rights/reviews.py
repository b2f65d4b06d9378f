"""Review of a score by a person (GDPR Art. 22(3))."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consent.actions.access import record_access
from consent.models import SubjectRequest
from consent.rights.close import finish_request
from consent.rights.errors import RightsError
from crm.actions.scores import review_score
from crm.models import Score, User


def review_scores(request: SubjectRequest, actor: User, said: Mapping[str, Any], at: datetime) -> None:
    """``score``: its number; ``value``: empty confirms it, a number takes its place; ``reason``: for the client too.

    Raises RightsError: ``score_unknown``, ``value_invalid``, ``reason_missing``.
    """
    client = request.client.canonical or request.client
    number = str(said.get("score", ""))
    score = Score.objects.filter(client=client, pk=number).first() if number.isdecimal() else None
    if score is None:
        raise RightsError("score_unknown")
    reviewed = review_score(score, value=_number(said), reason=str(said.get("reason", "")), actor=actor, at=at)
    record_access(user=actor, client=client, action="changed", fields=["scores"], why="review")
    finish_request(request, at=at, actor=actor, score=reviewed.model, verdict=reviewed.review)


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
