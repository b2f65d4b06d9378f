"""Whoever has the public key of a website is not told who was erased."""

import pytest

from crm.models import Interaction, MessageId, RejectedCall
from tests.crm.ingest.asking import answers, asked

pytestmark = pytest.mark.django_db


def test_an_erased_address_is_answered_as_an_unknown_one(erased, source):
    told = answers(source, *asked("camille@mail.example", "a"), messages="erased")

    assert told == answers(source, *asked("nobody@mail.example", "b"), messages="unknown")
    assert not Interaction.objects.filter(message_id__startswith="erased").exists()
    assert MessageId.objects.filter(pk__startswith="erased").count() == 3
    assert RejectedCall.objects.get(code="erased").count == 6
