"""A write key is public: what is answered to it says of nobody whether the house knows them."""

from datetime import date

import pytest

from crm.models import Client, RejectedCall, Source
from tests.crm.ingest.asking import answers, asked

pytestmark = pytest.mark.django_db


def test_a_known_address_is_answered_as_an_unknown_one(website: Source, camille: Client) -> None:
    camille.birth_date = date(2000, 1, 1)
    camille.save(update_fields=["birth_date"])

    known = answers(website, *asked("camille@mail.example", "a"), messages="known")

    assert known == answers(website, *asked("nobody@mail.example", "b"), messages="unknown")
    assert set(RejectedCall.objects.values_list("code", flat=True)) == {"phone_not_taken", "timestamp_before_birth"}
