import gzip

import pytest

from crm.models import Interaction, RejectedCall, Source
from tests.crm.ingest.sending import basic, call, post, send, stored

pytestmark = pytest.mark.django_db


def test_a_batch_is_stored_and_counted(website: Source) -> None:
    answer = send(website, call(messageId="a"), call("page", messageId="b", name="Gifts"))

    body = answer.json()
    assert body.pop("receivedAt")
    assert (answer.status_code, body) == (
        200,
        {"success": True, "accepted": 2, "duplicates": 0, "rejected": [], "warnings": []},
    )
    rows = Interaction.objects.order_by("id").values_list(
        "message_id", "type", "name", "anonymous_id", "source", "client", "properties"
    )
    assert list(rows) == [
        ("a", "track", "Product Viewed", "visitor-1", website.pk, None, {"sku": "AUR-BAG-1"}),
        ("b", "page", "Gifts", "visitor-1", website.pk, None, {}),
    ]


def test_the_same_batch_again_changes_nothing(website: Source) -> None:
    calls = [call(messageId=f"m-{number}") for number in range(20)]
    send(website, *calls)

    again = send(website, *reversed(calls)).json()

    assert (again["accepted"], again["duplicates"], Interaction.objects.count()) == (0, 20, 20)


def test_a_message_id_twice_in_one_batch_is_stored_once(website: Source) -> None:
    body = send(website, call(event="First"), call(event="Second")).json()

    assert (body["accepted"], body["duplicates"]) == (1, 1)
    assert Interaction.objects.get().name == "First"


def test_a_call_without_a_message_id_gets_one(website: Source) -> None:
    send(website, call(messageId=None), call(messageId=None))

    assert len(set(stored())) == 2


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (call(type_="purchase"), "event_type_unknown"),
        (call(event=None), "field_missing"),
        (call("group"), "field_missing"),
        (call("alias", userId="1"), "field_missing"),
        (call(anonymousId=None), "id_missing"),
        (call(messageId="m" * 101), "field_too_long"),
        (call(event="e" * 201), "field_too_long"),
        (call(properties=[1]), "event_invalid"),
        (call(event=5), "event_invalid"),
        (call(properties={"text": "zero \0 character"}), "event_invalid"),
        (call(properties={"text": "x" * 33_000}), "event_too_large"),
        ("not an object", "event_invalid"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_a_bad_call_is_named_and_the_good_ones_are_kept(website: Source, bad: dict[str, object], code: str) -> None:
    answer = send(website, call(messageId="before"), bad, call(messageId="after"))

    body = answer.json()
    assert answer.status_code == 200
    assert (body["accepted"], [(each["index"], each["code"]) for each in body["rejected"]]) == (2, [(1, code)])
    assert stored() == ["before", "after"]
    assert list(RejectedCall.objects.values_list("source", "code", "count")) == [(website.pk, code, 1)]


def test_a_rejected_call_is_named_by_its_message_id(website: Source) -> None:
    body = send(website, call("purchase", messageId="p-7"), call("purchase", messageId=8)).json()

    assert [each["messageId"] for each in body["rejected"]] == ["p-7", "8"]


def test_half_an_emoji_does_not_cost_the_batch(website: Source) -> None:
    body = b'{"batch":[{"type":"track","event":"\\ud83d","userId":"1"}],"writeKey":"%s"}' % website.write_key.encode()

    answer = post("/v1/batch", body)

    assert (answer.json()["accepted"], Interaction.objects.get().name) == (1, "?")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("identify", "identify"), ("i", "identify"), ("track", "track"), ("t", "track"), ("page", "page"),
        ("p", "page"), ("screen", "screen"), ("s", "screen"), ("group", "group"), ("g", "group"),
        ("alias", "alias"), ("a", "alias"),
    ],
)  # fmt: skip
def test_each_kind_has_its_address_and_its_short_form(website: Source, path: str, kind: str) -> None:
    fields = {"event": "Seen", "groupId": "g-1", "previousId": "old", "anonymousId": "visitor-1"}

    answer = post(f"/v1/{path}", fields, Authorization=basic(website.write_key))

    assert (answer.status_code, Interaction.objects.get().type) == (200, kind)


def test_the_write_key_may_stand_in_the_body_of_a_single_call(website: Source) -> None:
    answer = post("/v1/track", call(writeKey=website.write_key))

    assert (answer.status_code, stored()) == (200, ["m-1"])


def test_a_batch_in_gzip_is_unpacked(website: Source) -> None:
    body = gzip.compress(b'{"batch":[{"type":"track","event":"Seen","userId":"1","messageId":"z"}]}')

    answer = post("/v1/batch", body, **{"Content-Encoding": "gzip", "Authorization": basic(website.write_key)})

    assert (answer.status_code, stored()) == (200, ["z"])


def test_the_context_of_a_batch_holds_for_the_calls_that_have_none(website: Source) -> None:
    send(website, call(messageId="a"), call(messageId="b", context={"locale": "fr"}), context={"locale": "it"})

    assert [row.context for row in Interaction.objects.order_by("id")] == [{"locale": "it"}, {"locale": "fr"}]
