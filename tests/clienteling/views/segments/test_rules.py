"""Headquarters writes a segment in the browser, counts it, and puts it to use."""

from typing import Any

import pytest
from django.test import Client as Browser

from crm.models import Brand, Client, Segment, SegmentMember, User
from crm.queries import segment_counts
from crm.queries.segment_counts import reach_counted
from crm.segments.definition import read_definition
from crm.segments.fragment import Fragment, Scope
from crm.segments.kind import all_forms
from crm.segments.rules import Rule
from crm.tasks import recompute_segments
from tests.clienteling.views.segments.pages import FRENCH, PAGE


def names(browser: Browser) -> list[str]:
    return [member.client.given_name for member in browser.get(PAGE).context["found"].members]


def test_a_segment_is_named_written_and_put_to_use(client: Browser, hana: User, camille: Client) -> None:
    client.force_login(hana)

    client.post("/segments/make/", {"name": "French", "brand": "AURELLE", "kind": "computed"})
    client.post(f"{PAGE}edit/", FRENCH)
    reached = client.get(f"{PAGE}reach/").context["reach"]
    client.post(f"{PAGE}publish/")
    recompute_segments()

    french = Segment.objects.select_related("version").get()
    assert (reached.clients, reached.is_estimate) == (1, False)
    assert french.version is not None and (french.version.number, french.version.actor) == (1, hana)
    assert names(client) == ["Camille"]


def test_a_draft_changes_nobody(client: Browser, hana: User, french: Segment, camille: Client) -> None:
    client.force_login(hana)

    client.post(f"{PAGE}edit/", FRENCH)
    client.post(f"{PAGE}edit/", {"do": "group", "place": ""})
    client.post(f"{PAGE}edit/", {**FRENCH, "place": "1", "values": "IT"})
    client.post(f"{PAGE}edit/", {"do": "operator", "place": "1", "operator": "not"})
    client.post(f"{PAGE}edit/", {"do": "remove", "place": "0"})
    recompute_segments()

    french.refresh_from_db()
    italian = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["IT"]}
    assert french.draft == {"op": "and", "rules": [{"op": "not", "rules": [italian]}]}
    assert SegmentMember.objects.count() == 0


@pytest.mark.parametrize(
    "typed", [{**FRENCH, "values": ""}, {**FRENCH, "form": "horoscope"}, {**FRENCH, "place": "7"}, {"do": "remove"}]
)
def test_a_rule_that_cannot_be_read_is_told_and_not_kept(
    client: Browser, hana: User, french: Segment, typed: dict[str, Any]
) -> None:
    client.force_login(hana)

    answer = client.post(f"{PAGE}edit/", typed)

    assert answer.context["error"]
    french.refresh_from_db()
    assert french.draft == {"op": "and", "rules": []}


def test_an_empty_definition_is_not_put_to_use(client: Browser, hana: User, french: Segment) -> None:
    client.force_login(hana)

    answer = client.post(f"{PAGE}publish/")

    assert answer.context["error"] == "A group has at least one rule."
    assert french.versions.count() == 0


def test_a_segment_too_large_to_count_at_once_is_estimated_and_then_counted(
    client: Browser, hana: User, brand: Brand, french: Segment, camille: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(hana)
    client.post(f"{PAGE}edit/", FRENCH)
    compiling = segment_counts.compile_definition

    def slow(rule: Rule, scope: Scope) -> Fragment:
        """Half a second more than a person is made to wait, for whoever asks about everybody."""
        query = compiling(rule, scope)
        if scope.client_ids is not None:
            return query
        return Fragment(f"SELECT client_id FROM ({query.text}) whole, LATERAL pg_sleep(0.5)", query.values)

    monkeypatch.setattr(segment_counts, "compile_definition", slow)

    reached = [client.get(f"{PAGE}reach/{asked}").context["reach"] for asked in ("", "?exact=1")]

    assert [(each.is_estimate, each.is_final) for each in reached] == [(True, False), (False, True)]
    assert reached[1].clients == 1


def test_a_count_waits_for_its_turn(brand: Brand, camille: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment_counts, "TURNS", 0)

    reached = reach_counted(read_definition({"op": "not", "rules": [{"kind": "segment", "code": "nothing"}]}), brand)

    assert (reached.is_estimate, reached.is_final) == (True, False)


def test_a_rule_is_changed_in_its_place(client: Browser, hana: User, french: Segment) -> None:
    client.force_login(hana)
    client.post(f"{PAGE}edit/", FRENCH)
    client.post(f"{PAGE}edit/", {"do": "add", "place": "", "form": "age", "comparison": "at_least", "number": "30"})

    opened = client.get(f"{PAGE}rule/?change=1&place=0").context["form"]
    client.post(f"{PAGE}edit/", {**FRENCH, "do": "change", "place": "0", "values": "IT"})

    french.refresh_from_db()
    italian = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["IT"]}
    assert french.draft == {"op": "and", "rules": [italian, {"kind": "age", "comparison": "at_least", "number": 30}]}
    assert [(each.field.name, each.value) for each in opened.fields] == [("test", "one_of"), ("values", "FR, MC")]


FORMS = [
    {"form": "spent", "comparison": "at_least", "number": "5000", "currency": "EUR", "days": "365",
     "channel": "online"},
    {"form": "bought", "comparison": "at_most", "number": "0", "brand": "SORANE"},
    {"form": "last", "comparison": "at_least", "number": "180"},
    {"form": "returned", "comparison": "at_least", "number": "1"},
    {"form": "behaviour", "event": "Product Viewed", "comparison": "at_least", "number": "3", "days": "30",
     "property": "category", "values": "bags, scarves"},
    {"form": "birthday", "number": "14"},
    {"form": "key_date", "number": "14", "name": "wedding"},
    {"form": "taste", "name": "colour", "test": "one_of", "values": "navy"},
    {"form": "known", "comparison": "at_most", "number": "30"},
    {"form": "related", "values": "spouse, child"},
    {"form": "relation_advisor", "values": "alice@aurelle.example"},
    {"form": "loyalty_tier", "values": "Gold"},
    {"form": "loyalty_points", "comparison": "at_least", "number": "500"},
    {"form": "wish", "comparison": "at_least", "number": "1", "category": "bags"},
    {"form": "cart", "comparison": "at_least", "number": "1", "idle_days": "2"},
    {"form": "consent", "purpose": "profiling", "state": "given"},
    {"form": "score", "model": "repurchase", "comparison": "at_least", "number": "0.6"},
    {"form": "repair", "state": "open", "comparison": "at_least", "number": "1"},
    {"form": "satisfaction", "question": "nps", "comparison": "at_most", "number": "6"},
    {"form": "segment", "code": "gift"},
]  # fmt: skip


@pytest.mark.parametrize("typed", FORMS, ids=[str(each["form"]) for each in FORMS])
def test_each_form_makes_a_rule_and_opens_again_as_it_was_typed(
    client: Browser, hana: User, french: Segment, typed: dict[str, str]
) -> None:
    client.force_login(hana)

    client.post(f"{PAGE}edit/", {"do": "add", "place": "", **typed})
    answer = client.get(f"{PAGE}rule/?change=1&place=0")

    written = {each.field.name: each.value for each in answer.context["form"].fields if each.value}
    expected = {name: value for name, value in typed.items() if name != "form"}
    assert written == expected
    assert answer.context["form"].form.code == typed["form"]


def test_the_menu_offers_every_form(client: Browser, hana: User, french: Segment) -> None:
    client.force_login(hana)

    menu = client.get(f"{PAGE}rule/").context["menu"]
    answers = [
        client.get(f"{PAGE}rule/?form={form.code}").context["form"].form == form for _, forms in menu for form in forms
    ]

    assert answers == [True] * len(all_forms())


def test_an_earlier_version_is_gone_back_to(client: Browser, hana: User, french: Segment) -> None:
    client.force_login(hana)
    client.post(f"{PAGE}edit/", FRENCH)
    client.post(f"{PAGE}publish/")
    client.post(f"{PAGE}edit/", {**FRENCH, "do": "change", "place": "0", "values": "IT"})
    client.post(f"{PAGE}publish/")

    client.post(f"{PAGE}versions/1/restore/")
    client.post(f"{PAGE}versions/7/restore/")

    french.refresh_from_db()
    first = french.versions.get(number=1)
    assert french.draft == first.definition
    assert [line.words for line in client.get(PAGE).context["versions"]] == ["Country is IT", "Country is FR or MC"]
