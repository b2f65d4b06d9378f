"""The clients who were put aside: more identifiers than one person has."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from clienteling.templatetags.words import namespace_in_sentence
from crm.models import Client, Identifier, IdentityReview, User
from crm.queries.identity_graph import live_identifiers_of

PAGE = 25


@dataclass(frozen=True)
class Brought:
    """``count`` identifiers of one kind from one source; ``samples`` are the newest five."""

    namespace: str
    source: str
    count: int
    samples: list[Identifier]


def reviews_for(user: User) -> QuerySet[IdentityReview]:
    """Those of clients whom this member of staff may see."""
    return IdentityReview.objects.filter(client__in=Client.objects.visible_to(user))


def waiting_reviews(user: User, *, after: int = 0) -> list[IdentityReview]:
    """One page of what waits, the oldest first, and one more to know whether there is a next page."""
    waiting = reviews_for(user).filter(decided_at=None, pk__gt=after)
    return list(waiting.select_related("client").order_by("pk")[: PAGE + 1])


def brought(review: IdentityReview) -> list[Brought]:
    """What holds now, by kind and source, the largest first; what its owner verified is not among it."""
    held = [each for each in live_identifiers_of(review.client) if each.verified_at is None]
    counts = Counter((each.namespace, each.source) for each in held)
    newest = sorted(held, key=lambda each: (each.asserted_at, each.pk), reverse=True)
    return [
        Brought(namespace, source, count, [e for e in newest if (e.namespace, e.source) == (namespace, source)][:5])
        for (namespace, source), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def counts_in_words(review: IdentityReview) -> str:
    """``50 of e-mail, 1 of telephone``"""
    counts = sorted(review.counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} of {namespace_in_sentence(code)}" for code, count in counts)
