"""More identifiers than one person has: the client is put aside, and nothing else is linked until somebody looked."""

from datetime import datetime, timedelta

import pytest

from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import Client, Identifier, IdentityReview, User

pytestmark = pytest.mark.django_db


def crowd(camille: Client, now: datetime, first: int = 0, count: int = 60) -> None:
    """One loyalty card, swiped by the till for everybody who has none."""
    for number in range(first, first + count):
        claims = [IdentifierClaim("email", f"guest{number}@mail.example")]
        resolve_client(claims, source="till-7", asserted_at=now + timedelta(minutes=number), uid=camille.uid)


def test_past_fifty_identifiers_a_client_is_put_aside_and_linked_no_further(camille: Client, now: datetime) -> None:
    crowd(camille, now)

    review = IdentityReview.objects.get()
    assert (review.client, review.reason, review.source, review.decided_at) == (camille, "too_many", "till-7", None)
    assert (review.total, review.counts) == (51, {"email": 50, "phone": 1})
    assert camille.identifiers.count() == 51


def test_what_is_known_of_a_client_put_aside_still_finds_them(camille: Client, now: datetime) -> None:
    crowd(camille, now)
    known = IdentifierClaim("phone", "+33639980001")

    found = resolve_client([IdentifierClaim("line", "new"), known], source="till", asserted_at=now)

    assert found == camille
    assert not Identifier.objects.filter(namespace="line").exists()


def test_one_call_with_more_than_a_person_has_links_nothing(camille: Client, now: datetime) -> None:
    claims = [IdentifierClaim("card", f"K{number}") for number in range(10_000)]

    found = resolve_client(
        [IdentifierClaim("phone", "+33639980001"), *claims], source="app", asserted_at=now, uid=camille.uid
    )

    review = IdentityReview.objects.get()
    assert (found, review.client, review.reason, review.counts) == (camille, camille, "at_once", {"card": 50})
    assert camille.identifiers.count() == 2


def test_a_stranger_of_too_many_identifiers_is_known_by_the_first_alone(now: datetime) -> None:
    claims = [IdentifierClaim("card", f"K{number:05}") for number in range(10_000)]

    first = resolve_client(claims, source="app", asserted_at=now)
    again = resolve_client(claims, source="app", asserted_at=now)

    assert first == again
    assert list(Identifier.objects.values_list("client__uid", "value")) == [(first.uid if first else "", "K00000")]
    assert IdentityReview.objects.count() == 1


def test_who_was_looked_at_and_kept_is_counted_anew(camille: Client, maya: User, now: datetime) -> None:
    crowd(camille, now)
    IdentityReview.objects.update(decision="keep_on", decided_by=maya, decided_at=now + timedelta(days=1))

    crowd(camille, now + timedelta(days=2), first=100, count=50)
    kept = IdentityReview.objects.filter(decided_at=None).count()
    crowd(camille, now + timedelta(days=2), first=150, count=1)

    assert (kept, IdentityReview.objects.filter(decided_at=None).count()) == (0, 1)


def test_a_year_of_browsing_is_no_crowd(camille: Client, now: datetime) -> None:
    for week in range(60):
        device = IdentifierClaim("anonymous", f"browser-{week}")
        resolve_client([device], source="web", asserted_at=now + timedelta(days=7 * week), uid=camille.uid)

    assert IdentityReview.objects.count() == 0
    assert camille.identifiers.filter(namespace="anonymous", retracted_at=None).count() == 15
