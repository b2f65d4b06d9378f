"""Which question a link asks: by its number and its moment.

After an older backup was restored numbers are given again, and a link that lies in somebody's mail would else answer
another's question.
"""

from collections.abc import Iterable

from django.db.models import Q

from consent.models import Decision


def question_reference(asked: Decision) -> str:
    """Such as ``57-5f3a09c2d4e10``."""
    return f"{asked.pk}-{round(asked.captured_at.timestamp() * 1_000_000):x}"


def is_confirmed(asked: Decision) -> bool:
    """Whether a yes confirmed it, which may have been taken back since."""
    return Decision.objects.filter(confirms=asked).exists()


def is_answered(asked: Decision) -> bool:
    """Whether the client said yes or no since, by whatever way. One statement."""
    person = asked.client.canonical_id or asked.client_id
    theirs = Q(client=person) | Q(client__canonical=person)
    same = Decision.objects.filter(theirs, brand=asked.brand_id, purpose=asked.purpose_id, channel=asked.channel)
    return same.filter(pk__gt=asked.pk).exclude(status=Decision.Status.PENDING).exists()


def questions_of(references: Iterable[str]) -> list[Decision]:
    """Those of these that wait or waited for an answer, oldest first. One statement."""
    wanted = set(references)
    numbers = [number for each in wanted if (number := each.partition("-")[0]).isdecimal()]
    found = Decision.objects.filter(pk__in=numbers, status=Decision.Status.PENDING).order_by("pk")
    with_all = found.select_related("client__canonical", "brand", "purpose", "notice")
    return [each for each in with_all if question_reference(each) in wanted]
