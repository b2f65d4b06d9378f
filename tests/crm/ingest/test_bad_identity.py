"""Calls that say of somebody what cannot be: they are kept, with the reason, and nobody is fused."""

import pytest
from django.utils import timezone

from crm.actions.block import block_value
from crm.models import Client, Identifier, Interaction, Source, User
from tests.crm.ingest.sending import call, send
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


def codes(body: object) -> list[str]:
    return [warning["code"] for warning in body["warnings"]]  # type: ignore[index]


@pytest.mark.parametrize(
    ("traits", "code"),
    [
        ({"email": "+33 6 39 98 00 01"}, "email_is_a_phone"),
        ({"phone": "camille@mail.example"}, "phone_is_an_email"),
        ({"email": "test@test.com"}, "email_value_blocked"),
        ({"phone": "0000000000"}, "phone_value_blocked"),
    ],
)
def test_a_value_in_the_wrong_place_is_told_and_the_event_kept(
    website: Source, traits: dict[str, str], code: str
) -> None:
    body = send(website, call("identify", messageId="m", traits=traits)).json()

    assert codes(body) == [code]
    assert (Interaction.objects.get().client, Client.objects.count(), Identifier.objects.count()) == (None, 0, 0)


def test_everybody_whose_user_id_is_null_is_nobody(website: Source) -> None:
    send(website, call(messageId="a", userId="null"), call(messageId="b", userId="undefined", anonymousId="visitor-2"))

    assert Client.objects.count() == 0


def test_a_loop_of_aliases_ends_and_fuses_nobody(website: Source, camille: Client) -> None:
    eve = Client.objects.create()
    add_identifier(eve, "email", "eve@mail.example")
    loop = [(camille.uid, eve.uid), (eve.uid, camille.uid), (camille.uid, camille.uid), ("eve@mail.example", eve.uid)]

    send(website, *(call("alias", messageId=f"{a}-{b}", userId=a, previousId=b) for a, b in loop))

    assert Interaction.objects.filter(type="alias", client=None).count() == 4
    assert Client.objects.live().count() == 2


def test_what_the_house_blocked_is_told_and_the_rest_of_the_call_counts(website: Source, hana: User) -> None:
    block_value("@maison.example", namespace="email", why="own_mailbox", actor=hana, at=timezone.now())
    traits = {"email": "till@maison.example", "phone": "+33639980077"}

    body = send(website, call("identify", traits=traits)).json()

    assert codes(body) == ["email_value_blocked"]
    assert set(Identifier.objects.values_list("namespace", flat=True)) == {"phone", "anonymous"}


def test_hundreds_of_identifiers_in_one_call_are_put_aside(website: Source, camille: Client) -> None:
    ids = [{"type": "card", "id": f"K{number}"} for number in range(400)]

    send(website, call(userId=camille.uid, context={"externalIds": ids}))

    assert Interaction.objects.get().client == camille
    assert (camille.identity_reviews.get().reason, camille.identifiers.filter(namespace="card").count()) == (
        "at_once",
        0,
    )
