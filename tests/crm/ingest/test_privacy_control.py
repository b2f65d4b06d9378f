"""Global Privacy Control stops what is passive, and not what a person chose."""

from typing import Any

import pytest

from crm.models import Source
from tests.crm.ingest.sending import call, post, stored

pytestmark = pytest.mark.django_db

AGREED = {"consent": {"categoryPreferences": {"analytics": True, "advertising": False}}}
REFUSED = {"consent": {"categoryPreferences": {"analytics": False}}}


def send_opted_out(website: Source, *calls: dict[str, Any]) -> Any:
    return post("/v1/batch", {"batch": list(calls), "writeKey": website.write_key}, **{"Sec-GPC": "1"}).json()


@pytest.mark.parametrize("context", [{}, REFUSED, {"consent": "yes"}])
@pytest.mark.parametrize("kind", ["track", "page", "screen"])
def test_passive_calls_are_refused(website: Source, kind: str, context: dict[str, Any]) -> None:
    body = send_opted_out(website, call(kind, context=context))

    assert ([each["code"] for each in body["rejected"]], stored()) == (["opted_out"], [])


def test_an_explicit_consent_stands(website: Source) -> None:
    assert send_opted_out(website, call(context=AGREED))["accepted"] == 1


def test_an_identify_is_the_persons_own_act(website: Source) -> None:
    assert send_opted_out(website, call("identify", traits={"plan": "gold"}))["accepted"] == 1
