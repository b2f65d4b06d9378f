"""Headquarters writes a segment in the browser, puts it to use, and takes its members out as a file."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone

from clienteling.lib.formulas import safe_cell
from consent.models import AccessEntry
from crm.actions.segment_versions import make_segment, publish_segment
from crm.actions.segments import enter_segment, leave_segment
from crm.models import Boutique, Brand, Client, Segment, SegmentChange, SegmentMember, User
from crm.queries import segment_counts
from crm.queries.segment_counts import reach_counted
from crm.segments.definition import read_definition
from crm.segments.fragment import Fragment, Scope
from crm.segments.kind import all_forms
from crm.segments.rules import Rule
from crm.tasks import recompute_segments
from tests.factories import make_known_client, make_user

PAGE = "/segments/AURELLE/french/"
FRENCH = {"do": "add", "place": "", "form": "country", "test": "one_of", "values": "FR, MC"}


@pytest.fixture
def french(brand: Brand) -> Segment:
    return make_segment(brand, code="french", name="French", kind="computed")


def names(browser: Browser) -> list[str]:
    return [member.client.given_name for member in browser.get(PAGE).context["found"].members]


@pytest.mark.parametrize(("name", "status"), [("hana", 200), ("maya", 403), ("alice", 403), ("petra", 403)])
def test_headquarters_alone_sees_segments(
    request: pytest.FixtureRequest, client: Browser, french: Segment, name: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert [client.get(path).status_code for path in ("/segments/", PAGE)] == [status, status]


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


def test_headquarters_of_one_country_reads_and_does_not_write(client: Browser, brand: Brand, french: Segment) -> None:
    client.force_login(make_user("Ivo", "hq", brand=brand, country="IT"))

    assert client.get(PAGE).status_code == 200
    assert [client.post(f"{PAGE}{path}", FRENCH).status_code for path in ("edit/", "publish/", "export.csv")] == [
        403
    ] * 3
    french.refresh_from_db()
    assert french.draft == {"op": "and", "rules": []}


def test_another_brands_segment_is_not_there(client: Browser, other_brand: Brand, french: Segment) -> None:
    client.force_login(make_user("Hugo", "hq", brand=other_brand))

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}edit/", FRENCH).status_code == 404


def test_a_file_holds_whom_the_user_may_see_and_is_written_down(
    client: Browser, hana: User, french: Segment, boutique: Boutique, camille: Client
) -> None:
    publish_segment(
        french, {"op": "and", "rules": [{"kind": "attribute", "field": "country", "test": "known"}]}, actor=hana
    )
    trick = make_known_client(boutique, "=HYPERLINK(1)", country="FR", language="fr")
    recompute_segments()
    client.force_login(hana)

    lines = client.post(f"{PAGE}export.csv").content.decode().splitlines()

    assert lines[0] == "uid,given_name,family_name,language,country,since"
    assert [line.split(",")[1] for line in lines[1:] if trick.uid in line] == ["'=HYPERLINK(1)"]
    assert len(lines) == 3
    assert list(AccessEntry.objects.order_by("pk").values_list("user", "action", "why", "client__uid")) == [
        (hana.pk, "exported", "segment french", line.split(",")[0]) for line in lines[1:]
    ]


@pytest.mark.parametrize(("cell", "safe"), [("+1", "'+1"), ("@x", "'@x"), ("\tx", "'\tx"), ("Ann", "Ann"), ("", "")])
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_somebody_is_put_in_by_hand_and_taken_out(
    client: Browser, hana: User, brand: Brand, camille: Client, now: datetime
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    client.force_login(hana)

    client.post("/segments/AURELLE/hand/choose/", {"uid": camille.uid.lower()})
    entered = by_hand.members.count()
    client.post("/segments/AURELLE/hand/choose/", {"uid": camille.uid, "out": "1"})

    assert (entered, by_hand.members.count()) == (1, 0)


def test_nobody_is_put_by_hand_into_a_segment_by_rule(
    client: Browser, hana: User, french: Segment, camille: Client
) -> None:
    client.force_login(hana)

    client.post(f"{PAGE}choose/", {"uid": camille.uid})

    assert SegmentMember.objects.count() == 0


def test_members_of_a_segment_are_read_in_a_fixed_number_of_queries(
    client: Browser, hana: User, brand: Brand, boutique: Boutique, now: datetime, django_assert_num_queries: Any
) -> None:
    by_hand = make_segment(brand, code="french", name="By hand", kind="static")
    client.force_login(hana)
    for name in ("Ann", "Ben", "Cleo"):
        enter_segment(by_hand, make_known_client(boutique, name), reason="by hand", at=now)

        with django_assert_num_queries(11):
            client.get(PAGE)


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


def test_a_list_of_ids_and_addresses_enters_once(
    client: Browser, hana: User, brand: Brand, boutique: Boutique, camille: Client
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    eve = make_known_client(boutique, "Eve", email="eve@mail.example")
    client.force_login(hana)
    pasted = (
        f"email\n{camille.uid.lower()}; CAMILLE@mail.example, 'eve@mail.example'\nnobody@mail.example\nC-0000000000"
    )

    first = client.post("/segments/AURELLE/hand/list/", {"list": pasted}).context["outcome"]
    again = client.post("/segments/AURELLE/hand/list/", {"list": eve.uid}).context["outcome"]

    assert (first.entered, first.already, first.unknown) == (2, 0, 2)
    assert first.examples == ["nobody@mail.example", "C-0000000000"]
    assert (again.entered, again.already) == (0, 1)
    log = SegmentChange.objects.filter(segment=by_hand).values_list("client", "reason").order_by("client")
    assert list(log) == [(camille.pk, "by a list, Hana"), (eve.pk, "by a list, Hana")]
    assert AccessEntry.objects.filter(action="changed", why="segment hand").count() == 2


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "The list is empty"),
        (b"\xff\xfe", "This file is not text in UTF-8."),
        (b"x\n" * 1_000_001, "A file of a list has 2 MB at most."),
        ("\n".join(map(str, range(50_001))).encode(), "A list holds 50,000 entries at most"),
    ],
    ids=["empty", "not-text", "too-large", "too-many"],
)
def test_a_list_that_is_none_is_refused(client: Browser, hana: User, brand: Brand, content: bytes, error: str) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    client.force_login(hana)

    answer = client.post("/segments/AURELLE/hand/list/", {"file": SimpleUploadedFile("list.txt", content or b" ")})

    assert answer.context["error"].startswith(error)
    assert by_hand.members.count() == 0


def test_a_list_names_nobody_whom_its_writer_does_not_see(client: Browser, other_brand: Brand, camille: Client) -> None:
    theirs = make_segment(other_brand, code="hand", name="By hand", kind="static")
    client.force_login(make_user("Hugo", "hq", brand=other_brand))

    outcome = client.post("/segments/SORANE/hand/list/", {"list": camille.uid}).context["outcome"]

    assert (outcome.entered, outcome.unknown, theirs.members.count()) == (0, 1, 0)


def test_a_member_is_found_by_name_and_the_search_is_written_down(
    client: Browser, hana: User, brand: Brand, boutique: Boutique, camille: Client
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    for each in (camille, make_known_client(boutique, "Eve"), make_known_client(boutique, "Camillo")):
        if each.given_name != "Camillo":
            enter_segment(by_hand, each, reason="by hand", at=timezone.now())
    client.force_login(hana)

    found = client.post("/segments/AURELLE/hand/find/", {"q": "cami"}).context["found"]

    assert [member.client for member in found.members] == [camille]
    assert list(AccessEntry.objects.values_list("action", "why")) == [("searched", "segment hand")]


def test_the_log_draws_sixty_days_and_names_who_came_and_went(
    client: Browser, hana: User, brand: Brand, camille: Client
) -> None:
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    enter_segment(by_hand, camille, reason="by hand", at=timezone.now() - timedelta(days=10))
    leave_segment(by_hand, camille, reason="by hand", at=timezone.now())
    client.force_login(hana)

    page = client.get("/segments/AURELLE/hand/log/").context

    assert [(bar.entered, bar.left) for bar in page["chart"].bars if bar.entered or bar.left] == [(1, 0), (0, 1)]
    assert (len(page["chart"].bars), page["size_before"], page["size"]) == (60, 0, 0)
    assert [change.change for change in page["page"].changes] == ["left", "entered"]
