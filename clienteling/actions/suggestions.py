"""What an advisor says to a suggestion."""

from datetime import datetime, timedelta

from clienteling.models import SuggestionAnswer
from crm.models import Client, User

# How long each answer keeps the suggestion away.
DAYS = {"accepted": 14, "snoozed": 3, "dismissed": 180}


def answer_suggestion(user: User, client: Client, kind: str, *, answer: str, at: datetime) -> SuggestionAnswer:
    return SuggestionAnswer.objects.create(
        user=user, client=client, kind=kind, answer=answer, until=at + timedelta(days=DAYS[answer])
    )


def take_back_answer(user: User, client: Client, kind: str, *, at: datetime) -> int:
    """Undo: the suggestion comes back at once. Returns how many answers were taken back."""
    held = SuggestionAnswer.objects.filter(user=user, client=client, kind=kind, until__gt=at)
    return held.update(until=at)
