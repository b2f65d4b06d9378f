"""Who may call what: every address that there is, with every role. A new address has no row here, and fails.

The rows are in tests/matrix, one module an area.
"""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client as Browser

from clienteling.actions.visits import arrive
from clienteling.models import Contact, Note, SuggestionAnswer, Task, Visit
from consent.actions.hold import place_hold
from consent.models import AccessEntry, Export
from consent.rights.handed_in import Asked, hand_in, take_in_next
from consent.rights.requests import open_request
from crm.actions.destinations import Wanted, make_destination
from crm.actions.segment_versions import make_segment
from crm.models import Boutique, Brand, Client, DuplicateProposal, Relation, Upload, User
from tests.factories import make_boutique, make_known_client, make_product, make_source, make_user
from tests.matrix import ROWS
from tests.matrix.addresses import API, BY_LINK, BY_PREFIX, INGEST, LIBRARY, ROUTES, SIGNED, VIEWS
from tests.matrix.answers import BLIND, LOG_IN, REFUSED, UNKNOWN, Answers, Row

pytestmark = pytest.mark.django_db
# A form that takes a file: its token is read once the body may be.
LATE = ["data-quality/uploads/receive/"]


@pytest.fixture
def cast(
    alice: User, bob: User, charlie: User, maya: User, hana: User, petra: User, admin_user: User,
    brand: Brand, other_brand: Brand,
) -> dict[str, User | None]:  # fmt: skip
    theirs = make_boutique(other_brand, "sorane-paris")
    return {
        "stranger": None,
        "alice": alice,
        "bob": bob,
        "maya": maya,
        "charlie": charlie,
        "sora": make_user("Sora", "advisor", boutique=theirs),
        "fanny": make_user("Fanny", "hq", brand=brand, country="FR"),
        "italy": make_user("Ida", "hq", brand=brand, country="IT"),
        "hana": hana,
        "elsewhere": make_user("Elsa", "hq", brand=other_brand),
        "petra": petra,
        "pia": make_user("Pia", "privacy", brand=other_brand),
        "ada": admin_user,
    }


@pytest.fixture
def filled(camille: Client, boutique: Boutique, alice: User, brand: Brand, now: datetime) -> dict[str, Any]:
    """One of each thing that an address can name, in Alice's boutique."""
    make_product(brand, "tote")
    make_source(brand, "aurelle-web")
    make_segment(brand, code="french", name="French", kind="computed")
    wanted = Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu")
    destination, _ = make_destination(brand, wanted, actor=None)
    note = Note.objects.create(client=camille, author=alice, boutique=boutique, text="tea", is_private=True)
    task = Task.objects.create(client=camille, boutique=boutique, text="Call", due_on=now.date())
    visit = arrive(camille, boutique=boutique, advisor=None, method=Visit.Method.CODE, at=now)
    double = make_known_client(boutique, "Camile", family_name="Laurent")
    proposal = DuplicateProposal.objects.create(a=camille, b=double, score=0.9)
    relation = Relation.objects.create(client=camille, name="Paul", kind="spouse")
    asked = Asked("erasure", "email", "nobody@mail.example", "", "fr", None)
    handed_in, _ = hand_in(asked, brand=brand, api_key="ck_1", key="k-1", at=now)
    take_in_next(now=now)
    return {
        "uid": camille.uid,
        "handed_in": handed_in.public_id,
        "reference": open_request(camille, kind="erasure", intake="officer").reference,
        "relation": relation.pk,
        "note": note.pk,
        "task": task.pk,
        "visit": visit.pk,
        "proposal": proposal.pk,
        "destination": destination.pk,
        "upload": make_upload(brand).pk,
        "hold": place_hold(camille, reason="a claim", actor=alice, at=now).pk,
        "export": Export.objects.create(user=alice, at=now, what="segment french", rows=9, is_refused=True).pk,
    }


def make_upload(brand: Brand) -> Upload:
    mapping = {"kind": "clients", "source": "till", "columns": {"email": "Mail"}}
    return Upload.objects.create(
        brand=brand, kind="clients", file_name="clients.csv", stored_as="not-there", size=1, mapping=mapping
    )


def called_by(user: User | None, row: Row, names: dict[str, Any]) -> Any:
    browser = Browser()
    if user is not None:
        browser.force_login(user)
    return getattr(browser, row.method)(row.address.format(**names), row.content)


def what_stands() -> tuple[Any, ...]:
    counted = tuple(model.objects.count() for model in (Note, Contact, SuggestionAnswer, AccessEntry))
    states = Visit.objects.values_list("advisor", "left_at"), Task.objects.values_list("done_at", "done_by")
    return (*counted, *(list(state) for state in states))


def without_mask(answer: Any) -> str:
    """The page without what is made anew for each: the token against forged requests, the nonce."""
    return re.sub(r'"X-CSRFToken": "\w+"|nonce="[^"]+"|value="\w{64}"', "", answer.content.decode())


def headers_of(answer: Any) -> dict[str, str]:
    """The headers without what is made anew for each: the request's id, the policy's nonce, the length of masks."""
    changing = {"X-Request-Id", "Content-Security-Policy", "Content-Length", "Expires"}
    return {name: value for name, value in answer.headers.items() if name not in changing}


def test_every_address_has_its_row() -> None:
    listed = {row.route for row in ROWS}

    assert [route for route in ROUTES if route not in listed and not route.startswith(BY_PREFIX)] == []
    assert sorted(listed - set(ROUTES)) == []


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.method} {row.address}" for row in ROWS])
def test_each_role_is_answered_as_the_matrix_says(
    row: Row, cast: dict[str, User | None], filled: dict[str, Any]
) -> None:
    given: Answers = {}
    for name, user in cast.items():
        before, answer = what_stands(), called_by(user, row, filled)
        given[name] = answer.status_code
        if answer.status_code in (REFUSED, UNKNOWN) or user is None:
            assert what_stands() == before

    assert given == row.given


@pytest.mark.parametrize(
    "row", [row for row in ROWS if "{" in row.address], ids=lambda row: f"{row.method} {row.address}"
)
def test_what_is_forbidden_is_answered_like_what_does_not_exist(
    row: Row, cast: dict[str, User | None], filled: dict[str, Any]
) -> None:
    nothing = {name: "C-0000000000" if name == "uid" else 0 for name in filled}

    for name, user in cast.items():
        if row.given[name] == UNKNOWN or (row.given[name] == REFUSED and name in BLIND):
            forbidden, unknown = called_by(user, row, filled), called_by(user, row, nothing)
            assert (name, forbidden.status_code) == (name, unknown.status_code)
            assert without_mask(forbidden) == without_mask(unknown)
            assert headers_of(forbidden) == headers_of(unknown)


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row.method == "post" and not row.route.startswith(BY_LINK)],
    ids=lambda row: row.address,
)
def test_nothing_is_changed_from_another_website(row: Row, alice: User, filled: dict[str, Any]) -> None:
    browser, before = Browser(enforce_csrf_checks=True), what_stands()
    browser.force_login(alice)

    assert browser.post(row.address.format(**filled), row.content).status_code == REFUSED
    assert what_stands() == before


def test_a_form_needs_no_token_only_where_the_address_is_signed_or_no_cookie_counts() -> None:
    """Behind a link the address itself is what no other website knows; a machine brings a key or a signature; a file
    that is handed in has its token read late (``receives_file``), which the test above proves."""
    free = [route for route, view in VIEWS.items() if getattr(view, "csrf_exempt", False)]

    assert [route for route in free if not route.startswith((*API, *INGEST, *BY_LINK, *SIGNED))] == LATE
    assert [route for route in ROUTES if route.startswith(BY_LINK) and "<str:token>" not in route] == []


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith(API) and "schema" not in route])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_log_in_of_the_staff_opens_nothing_of_the_interface(
    method: str, route: str, admin_user: User, camille: Client
) -> None:
    browser = Browser()
    browser.force_login(admin_user)

    answer = getattr(browser, method)("/" + route.replace("<str:uid>", camille.uid).replace("<str:code>", "tote"))

    assert (answer.status_code, answer.json()["code"]) == (401, "api_key_missing")


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith(INGEST) and "tag" not in route])
def test_events_need_a_write_key_whoever_is_logged_in(route: str, admin_user: User) -> None:
    browser = Browser()
    browser.force_login(admin_user)

    answer = browser.post("/" + route, b'{"batch": []}', content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (401, "write_key_unknown")


@pytest.mark.parametrize("name", ["stranger", "alice", "maya", "hana", "petra"])
def test_only_an_administrator_opens_the_admin(name: str, cast: dict[str, User | None], camille: Client) -> None:
    browser, user = Browser(), cast[name]
    if user is not None:
        browser.force_login(user)

    given = {browser.get(address).status_code for address in admin_addresses()}

    assert given == {LOG_IN}
    assert AccessEntry.objects.count() == 0


def admin_addresses() -> list[str]:
    """Every address of the admin, with the number of a row that is there or not."""
    inside = [route for route in ROUTES if route.startswith("admin/") and "login" not in route and "(?P" not in route]
    return ["/" + re.sub(r"<[^>]+>", "1", route) for route in inside]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.startswith(LIBRARY)])
def test_a_stranger_is_told_nothing_of_an_account(route: str) -> None:
    address = "/" + re.sub(r"\(\?P.*?\)|<[^>]+>", "1", route)

    assert Browser().get(address).status_code in {200, 302}
