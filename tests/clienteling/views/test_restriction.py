"""A restriction ends at the privacy officer's desk, with a reason, after the client was told."""

import pytest
from django.test import Client as Browser

from consent.models import SubjectRequest
from consent.queries.restriction import is_restricted
from consent.rights.answer import answer_request
from consent.rights.requests import open_request
from consent.views.links import preference_token
from consent.views.words import words_in
from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def restriction(camille: Client, petra: User) -> SubjectRequest:
    request = open_request(camille, kind="restriction", intake="client_page")
    return answer_request(request, actor=petra, said={}, at=request.received_at)


@pytest.fixture
def office(client: Browser, petra: User) -> Browser:
    client.force_login(petra)
    return client


def lift(office: Browser, client: Client, **said: str) -> str:
    answer = office.post(f"/privacy/clients/{client.uid}/restriction/lift/", said, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_it_stands_on_the_page_and_ends_with_a_reason(
    office: Browser, camille: Client, brand: Brand, restriction: SubjectRequest
) -> None:
    page = office.get(f"/privacy/clients/{camille.uid}/").content.decode()
    assert ["End the restriction" in page, restriction.reference in page] == [True, True]

    words = lift(office, camille, because="The birthday is right now", is_told="yes")

    assert (words, is_restricted(camille)) == (
        "The restriction ended. Connected systems that heard of it are told.", False,
    )  # fmt: skip
    own = Browser().get(f"/preferences/{preference_token(camille, brand)}/rights/{restriction.reference}/")
    said = own.content.decode()
    assert [words_in("fr")["restriction_ended"] in said, "The birthday is right now" in said] == [True, True]


@pytest.mark.parametrize("said", [{"because": "settled"}, {"is_told": "yes"}])
def test_it_goes_on_where_nobody_was_told_or_no_reason_given(
    office: Browser, camille: Client, restriction: SubjectRequest, said: dict[str, str]
) -> None:
    assert lift(office, camille, **said).endswith("Nothing was changed.")

    assert is_restricted(camille) is True


def test_what_does_not_hold_is_not_lifted(office: Browser, camille: Client) -> None:
    assert lift(office, camille, because="settled", is_told="yes").startswith("This client is not restricted")
