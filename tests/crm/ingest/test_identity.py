"""Whose the calls are."""

import pytest
from django.utils import timezone

from crm.models import Brand, Client, Identifier, IdentityLink, Interaction, RejectedCall, Relationship, Source
from tests.crm.ingest.sending import call, send
from tests.factories import add_identifier, make_source

pytestmark = pytest.mark.django_db

# Inside the transaction of a test, storing takes a savepoint; a request has none.
SAVEPOINT = 2


def owners() -> list[Client | None]:
    return [row.client for row in Interaction.objects.select_related("client").order_by("timestamp", "id")]


def test_a_visitor_is_nobody_until_an_identify_says_who(website: Source) -> None:
    send(website, call(messageId="before"))
    assert (owners(), Client.objects.count()) == ([None], 0)

    send(website, call("identify", messageId="who", traits={"email": "camille@mail.example"}), call(messageId="after"))

    assert owners() == [Client.objects.get()] * 3


def test_a_known_visitor_is_recognised_without_saying_so(website: Source, camille: Client) -> None:
    add_identifier(camille, "anonymous", "visitor-1")

    send(website, call(messageId="hers"), call(messageId="not-hers", anonymousId="visitor-2"))

    assert owners() == [camille, None]


def test_the_public_id_as_user_id_means_that_client(website: Source, camille: Client) -> None:
    send(website, call(userId=camille.uid))

    assert owners() == [camille]
    assert Identifier.objects.get(namespace="anonymous").client == camille


def test_the_public_id_of_a_merged_client_means_the_survivor(website: Source, camille: Client) -> None:
    merged = Client.objects.create(canonical=camille)

    send(website, call(userId=merged.uid))

    assert owners() == [camille]


def test_a_public_id_that_does_not_exist_makes_nobody(website: Source) -> None:
    body = send(website, call(userId="C-0000000000")).json()

    assert body["warnings"] == [{"index": 0, "code": "user_id_unknown"}]
    assert (owners(), Client.objects.count(), Identifier.objects.count()) == ([None], 0, 0)


def test_a_user_id_of_the_house_is_a_key_of_its_brand(website: Source, brand: Brand, other_brand: Brand) -> None:
    send(website, call(messageId="a", userId=42))
    send(website, call(messageId="b", userId="42", anonymousId="visitor-2"))
    send(make_source(other_brand, "sorane-web"), call(messageId="c", userId="42", anonymousId="visitor-3"))

    first, second, third = owners()
    assert (first == second, first == third) == (True, False)
    assert set(Identifier.objects.filter(namespace="crm").values_list("value", flat=True)) == {
        "AURELLE:42",
        "SORANE:42",
    }


def test_whoever_names_themselves_is_known_to_the_brand(website: Source, brand: Brand) -> None:
    send(website, call("identify", userId="42"))

    assert Relationship.objects.get().brand == brand


def test_two_people_are_never_fused_by_a_call(website: Source, camille: Client) -> None:
    other = Client.objects.create()
    add_identifier(other, "crm", "AURELLE:42")

    send(website, call("identify", userId="42", traits={"email": "camille@mail.example"}))

    assert owners() == [other]
    assert Identifier.objects.get(namespace="email").client == camille


def test_a_shared_device_never_links(brand: Brand, camille: Client) -> None:
    tablet = make_source(brand, "tablet", is_shared_device=True)
    other = Client.objects.create()
    add_identifier(other, "crm", "AURELLE:42")
    before = Identifier.objects.count()

    send(tablet, call("identify", messageId="a", userId="42", traits={"email": "new@mail.example"}))
    send(tablet, call(messageId="b"))

    assert owners() == [other, None]
    assert (Identifier.objects.count(), IdentityLink.objects.count()) == (before, 0)


def test_a_visitor_of_another_source_is_not_recognised_on_a_shared_device(brand: Brand, camille: Client) -> None:
    add_identifier(camille, "anonymous", "visitor-1")

    send(make_source(brand, "tablet", is_shared_device=True), call())

    assert owners() == [None]


def test_an_alias_is_kept_and_joins_nobody(website: Source, camille: Client) -> None:
    send(website, call("alias", userId=camille.uid, previousId="visitor-9"))

    row = Interaction.objects.get()
    assert (row.type, row.client, row.context) == ("alias", None, {"previousId": "visitor-9", "userId": camille.uid})
    assert Identifier.objects.filter(value="visitor-9").count() == 0


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"traits": {"email": "not an address"}}, "email_invalid"),
        ({"traits": {"phone": "12"}}, "phone_invalid"),
        ({"userId": "u" * 260}, "crm_value_too_long"),
    ],
)
def test_an_id_that_cannot_be_is_flagged_and_the_call_kept(
    website: Source, fields: dict[str, object], warning: str
) -> None:
    body = send(website, call("identify", **fields)).json()

    assert (body["accepted"], body["warnings"]) == (1, [{"index": 0, "code": warning}])
    assert Client.objects.count() == 0


def test_a_placeholder_links_nobody(website: Source) -> None:
    send(website, call("identify", messageId="a", anonymousId="undefined", traits={"email": "a@mail.example"}))
    send(website, call("identify", messageId="b", anonymousId="undefined", traits={"email": "b@mail.example"}))

    assert len(set(owners())) == 2


def test_external_ids_of_our_namespaces_are_claims(website: Source) -> None:
    ids = [
        {"id": "o-123", "type": "wechat_openid"},
        {"id": "+33639980001", "type": "phone"},
        {"id": "x", "type": "other"},
    ]

    send(website, call(context={"externalIds": ids}))

    client = Client.objects.get()
    assert owners() == [client]
    assert client.contact_point("phone") == "+33639980001"
    assert Interaction.objects.get().context["externalIds"] == [ids[0], ids[2]]


def test_the_website_may_complete_a_name_and_never_change_one(website: Source, camille: Client) -> None:
    camille.family_name = ""
    camille.save()

    send(website, call("identify", userId=camille.uid, traits={"firstName": "Mallory", "lastName": "Laurent"}))

    camille.refresh_from_db()
    assert (camille.given_name, camille.family_name) == ("Camille", "Laurent")


def test_visitors_cost_the_same_number_of_queries_whatever_the_batch(
    website: Source, django_assert_num_queries: object
) -> None:
    send(website)

    for size in (1, 20):
        with django_assert_num_queries(SAVEPOINT):  # type: ignore[operator]
            send(website, *(call(messageId=f"{size}-{number}") for number in range(size)))


def test_named_calls_of_a_known_client_cost_two_look_ups_whatever_the_batch(
    website: Source, camille: Client, django_assert_num_queries: object
) -> None:
    add_identifier(camille, "anonymous", "visitor-1", seen_at=timezone.now())
    send(website)

    for size in (1, 20):
        with django_assert_num_queries(2 + SAVEPOINT):  # type: ignore[operator]
            send(website, *(call(messageId=f"{size}-{number}", userId=camille.uid) for number in range(size)))


EVES = "eve@elsewhere.example"


@pytest.mark.parametrize("named", ["public id", "e-mail", "telephone"])
def test_the_website_adds_no_address_to_whom_the_house_knows_from_elsewhere(
    website: Source, camille: Client, named: str
) -> None:
    """The key is public: else whoever knows her address puts their own beside it, and reads her mail from then on."""
    known = {"e-mail": ("email", "camille@mail.example"), "telephone": ("phone", "+33639980001")}
    ids = [{"type": known[named][0], "id": known[named][1]}] if named in known else []
    user = {"userId": camille.uid} if named == "public id" else {}

    body = send(website, call("identify", context={"externalIds": ids}, traits={"email": EVES}, **user)).json()

    # Told to nobody: whoever has the key would ask of any address whether the house knows it.
    assert (body["warnings"], RejectedCall.objects.get().code) == ([], "email_not_taken")
    assert (owners(), camille.contact_points("email")) == ([camille], ["camille@mail.example"])
    assert not Identifier.objects.filter(value=EVES).exists()


def test_a_visitor_known_by_the_website_alone_may_add_a_telephone(website: Source) -> None:
    send(website, call("identify", messageId="a", traits={"email": "new@mail.example", "firstName": "Noor"}))

    send(website, call("identify", messageId="b", traits={"email": "new@mail.example", "phone": "+33639980002"}))

    assert Client.objects.get().contact_points("phone") == ["+33639980002"]


def test_somebody_else_on_her_device_is_somebody_of_their_own(website: Source, camille: Client) -> None:
    add_identifier(camille, "anonymous", "visitor-1")

    send(website, call("identify", traits={"email": "noor@mail.example"}))

    noor = Identifier.objects.get(value="noor@mail.example").client
    assert (owners(), noor == camille) == ([noor], False)
