"""A hold stands above the wish to be erased (GDPR Art. 17(3)(e)), until it is lifted."""

import pytest

from consent.actions.hold import lift_hold, place_hold
from consent.models import Erasure, SubjectRequest
from consent.rights.answer import answer_request
from consent.rights.errors import RightsError
from consent.rights.requests import open_request

pytestmark = pytest.mark.django_db


def test_who_is_held_is_erased_once_the_hold_is_lifted(camille, petra, now):
    hold = place_hold(camille, reason="a claim in court", actor=petra, at=now)
    request = open_request(camille, kind="erasure", intake="officer", at=now)
    SubjectRequest.objects.filter(pk=request.pk).update(state="open", identity_by="in_person")
    request.refresh_from_db()

    with pytest.raises(RightsError, match="held"):
        answer_request(request, actor=petra, said={"is_sure": "yes"}, at=now)
    before = (Erasure.objects.count(), SubjectRequest.objects.get().state)
    lift_hold(hold, actor=petra, at=now)
    answer_request(request, actor=petra, said={"is_sure": "yes"}, at=now)

    assert before == (0, "open")
    assert Erasure.objects.get().client_id == camille.pk
