"""What is refused as a whole: a stable code, nothing stored, and the refusal counted."""

import gzip
import json
import zlib

import pytest

from crm.models import Interaction, RejectedCall, Source
from tests.crm.ingest.sending import basic, call, post, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b'{"batch": [', {}, 400, "json_invalid"),
        (b'{"batch": "no list"}', {}, 400, "json_invalid"),
        (b"", {}, 400, "json_invalid"),
        (b'{"batch": [{"event": "\xff"}]}', {}, 400, "json_invalid"),
        (b'{"batch": [' + b"[" * 5000 + b"]" * 5000 + b"]}", {}, 400, "json_invalid"),
        (b"{}" + b" " * 512_000, {}, 413, "batch_too_large"),
        (b'{"batch": [' + b"{}," * 2500 + b"{}]}", {}, 413, "batch_too_large"),
        (b"no gzip", {"Content-Encoding": "gzip"}, 400, "gzip_invalid"),
        (gzip.compress(b'{"batch": []}', mtime=0)[:-4], {"Content-Encoding": "gzip"}, 400, "gzip_invalid"),
        (gzip.compress(b" " * 50_000_000, mtime=0), {"Content-Encoding": "gzip"}, 413, "batch_too_large"),
        (zlib.compress(b'{"batch": []}'), {"Content-Encoding": "deflate"}, 415, "encoding_unsupported"),
        (b'{"batch": []}', {"Authorization": basic("nobody")}, 401, "write_key_unknown"),
        (b'{"batch": []}', {"Authorization": "Basic not-base64"}, 401, "write_key_unknown"),
        (b'{"batch": [], "writeKey": "\\u0000"}', {}, 401, "write_key_unknown"),
        (b'{"batch": []}', {}, 401, "write_key_unknown"),
    ],
)
def test_a_bad_request_is_refused_with_its_code(
    website: Source, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = post("/v1/batch", body, **headers)

    problem = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (problem["code"], problem["status"], sorted(problem)) == (code, status, ["code", "status", "title", "type"])
    assert Interaction.objects.count() == 0
    assert list(RejectedCall.objects.values_list("source", "code", "count")) == [(None, code, 1)]


def test_refusals_of_a_day_are_counted_in_one_row(website: Source) -> None:
    for _ in range(3):
        post("/v1/batch", b"no json")

    assert list(RejectedCall.objects.values_list("code", "count")) == [("json_invalid", 3)]


def test_a_key_that_was_switched_off_is_unknown(website: Source) -> None:
    website.is_active = False
    website.save(update_fields=["is_active"])

    answer = send(website, call())

    assert (answer.status_code, Interaction.objects.count()) == (401, 0)


def test_an_unknown_key_does_not_make_the_browser_ask_for_a_password(website: Source) -> None:
    assert post("/v1/batch", {"batch": []})["WWW-Authenticate"] == 'WriteKey realm="ingest"'


def test_a_get_is_refused(client: object, website: Source) -> None:
    answer = client.get("/v1/batch")  # type: ignore[attr-defined]

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_single_call_that_is_too_large_is_refused(website: Source) -> None:
    answer = post("/v1/track", call(writeKey=website.write_key, properties={"text": "x" * 33_000}))

    assert (answer.status_code, json.loads(answer.content)["code"]) == (413, "event_too_large")
    assert Interaction.objects.count() == 0


def test_a_single_call_that_is_wrong_is_refused(website: Source) -> None:
    answer = post("/v1/track", call(writeKey=website.write_key, event=""))

    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, "field_missing")
    assert list(RejectedCall.objects.values_list("source", "code")) == [(website.pk, "field_missing")]
