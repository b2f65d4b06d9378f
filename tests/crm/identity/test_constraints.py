"""The sentences about reviews, cuts and blocked values that the database itself enforces, each broken once."""

from datetime import datetime

import pytest

from crm.models import BlockedIdentifier, Client, IdentityCut, IdentityLink, IdentityReview, User
from tests.crm.test_constraints import refuses
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


def test_a_value_is_blocked_once_and_is_not_empty(now: datetime) -> None:
    BlockedIdentifier.objects.create(namespace="email", value="tablet@maison.example", added_at=now)

    refuses(
        "a_value_is_blocked_once", BlockedIdentifier, namespace="email", value="tablet@maison.example", added_at=now
    )
    refuses("a_blocked_value_is_not_empty", BlockedIdentifier, namespace="email", value="", added_at=now)


def test_one_open_identity_review_per_client(camille: Client, now: datetime) -> None:
    waiting = {"client": camille, "reason": "too_many", "source": "till", "opened_at": now}
    IdentityReview.objects.create(**waiting)

    refuses("one_open_identity_review_per_client", IdentityReview, **waiting)


def test_an_identity_review_is_decided_whole(camille: Client, maya: User, now: datetime) -> None:
    waiting = {"client": camille, "reason": "too_many", "source": "till", "opened_at": now}

    refuses("an_identity_review_is_decided_whole", IdentityReview, **waiting, decision="keep_on")
    refuses("an_identity_review_is_decided_whole", IdentityReview, **waiting, decided_by=maya, decided_at=now)


def test_a_link_is_cut_once_and_parts_two_clients(camille: Client, maya: User, now: datetime) -> None:
    a, b = camille.identifiers.order_by("pk")
    link = IdentityLink.objects.create(a=a, b=b, source="till", asserted_at=now)
    other = IdentityLink.objects.create(a=a, b=add_identifier(camille, "card", "C1"), source="till", asserted_at=now)
    IdentityCut.objects.create(link=link, client=camille, actor=maya, at=now)

    refuses("a_link_is_cut_once", IdentityCut, link=link, client=camille, actor=maya, at=now)
    refuses("a_cut_parts_two_clients", IdentityCut, link=other, client=camille, parted=camille, actor=maya, at=now)
