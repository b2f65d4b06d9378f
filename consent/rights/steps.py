"""Every step of a request's answer is written down in the transaction that takes it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from consent.models import RequestStep, SubjectRequest

if TYPE_CHECKING:
    from crm.models import User


def log_step(
    request: SubjectRequest, what: str, *, at: datetime, actor: "User | None" = None, **figures: Any
) -> RequestStep:
    """``figures``: counts and codes, never a value or a name, since a step outlives an erasure."""
    return RequestStep.objects.create(request=request, what=what, at=at, actor=actor, figures=figures)
