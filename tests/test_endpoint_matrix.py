"""Who may call what: every address that there is, with every role. A new address has no row here, and fails.

A row is the address as the resolver has it, a method, an address to call, and who is answered how. The API has a
finer matrix of its own, by key and scope (tests/clienteling/api/test_scopes.py).
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver

from clienteling.actions.visits import arrive
from clienteling.models import Contact, Note, SuggestionAnswer, Task, Visit
from consent.actions.hold import place_hold
from consent.models import AccessEntry, Export
from consent.rights.requests import open_request
from crm.actions.destinations import Wanted, make_destination
from crm.actions.segment_versions import make_segment
from crm.models import Boutique, Brand, Client, DuplicateProposal, Relation, Upload, User
from tests.factories import make_boutique, make_known_client, make_product, make_source, make_user

pytestmark = pytest.mark.django_db

LOG_IN, DONE, REFUSED, UNKNOWN = 302, 302, 403, 404
STAFF = ("alice", "charlie", "maya", "hana", "italy", "elsewhere", "petra", "ada")
# Who is answered as somebody else is, unless a row says otherwise: Bob is Alice's colleague, Sora an advisor of
# another brand, Fanny at the headquarters of Camille's country, Pia the privacy officer of another brand.
LIKE = {"bob": "alice", "sora": "charlie", "fanny": "italy", "pia": "petra"}
ROLES = (
    "stranger", "alice", "bob", "maya", "charlie", "sora", "fanny", "italy", "hana", "elsewhere", "petra", "pia", "ada"
)  # fmt: skip
# For these Camille does not exist, whatever they may do with others: refused or not, they learn nothing of her.
BLIND = ("charlie", "sora", "elsewhere", "pia")
Answers = dict[str, int]


def answers(everybody: int, **others: int) -> Answers:
    return {"stranger": LOG_IN, **dict.fromkeys(STAFF, everybody), **others}


def of_one_client(answered: int) -> Answers:
    """Camille is known in Paris: to its boutique, its country and the group, to nobody in Milan or in another brand."""
    return answers(answered, charlie=UNKNOWN, italy=UNKNOWN, fanny=answered, elsewhere=UNKNOWN, petra=REFUSED)


def of_the_profile(answered: int) -> Answers:
    """Tastes, days and people are written where the client is received; headquarters read them."""
    refused = dict.fromkeys(("hana", "italy", "fanny", "elsewhere"), REFUSED)
    return {**of_one_client(answered), **refused}


def of_the_boutique(answered: int) -> Answers:
    """What is done in Paris is done by those who work there."""
    return answers(UNKNOWN, alice=answered, maya=answered, petra=REFUSED)


def of_journeys(answered: int, **others: int) -> Answers:
    return answers(answered, alice=REFUSED, charlie=REFUSED, elsewhere=UNKNOWN, petra=REFUSED, **others)


def of_the_desk(answered: int) -> Answers:
    """Likely doubles of Paris: decided by its manager and by the group, never by an advisor."""
    refused = dict.fromkeys(("alice", "charlie", "petra"), REFUSED)
    return answers(answered, italy=UNKNOWN, fanny=answered, elsewhere=UNKNOWN, **refused)


def of_segments(answered: int, **others: int) -> Answers:
    return answers(answered, **{**WITHOUT_SEGMENTS, "elsewhere": UNKNOWN, **others})


def of_files(answered: int, **others: int) -> Answers:
    """Whole files: of headquarters of a whole brand, and never of another one."""
    refused = dict.fromkeys(("alice", "charlie", "maya", "italy", "petra"), REFUSED)
    return answers(answered, **{**refused, "elsewhere": UNKNOWN, **others})


WITHOUT_SEGMENTS = dict.fromkeys(("alice", "charlie", "maya", "petra"), REFUSED)
# Whoever is at the headquarters of one country reads the brand's segments, and writes none.
SEGMENT_MADE = answers(DONE, **WITHOUT_SEGMENTS, italy=REFUSED, elsewhere=REFUSED)
# What was typed is not enough for a destination; whoever may make one reads why.
DESTINATION_MADE = answers(200, **WITHOUT_SEGMENTS, italy=REFUSED, elsewhere=REFUSED)
OPEN = answers(200, stranger=200)
DESK = answers(200, alice=REFUSED, charlie=REFUSED, petra=REFUSED)
WITH_CLIENTS = answers(200, petra=REFUSED)
FORWARDED = answers(302, stranger=302)
# An identifier or a merge that is not Camille's; an advisor may change none.
OF_IDENTITY = answers(UNKNOWN, alice=REFUSED, petra=REFUSED)
# A review that there is not; an advisor and another boutique's may read none.
OF_REVIEWS = answers(UNKNOWN, alice=REFUSED, charlie=REFUSED, petra=REFUSED)
OF_HEADQUARTERS = answers(200, alice=REFUSED, charlie=REFUSED, maya=REFUSED, petra=REFUSED)
OF_ITS_HEADQUARTERS = {**OF_HEADQUARTERS, "elsewhere": UNKNOWN}
# A client is made known where clients are received.
OF_THOSE_WHO_RECEIVE = answers(REFUSED, alice=200, charlie=200, maya=200)
TYPED_NOTHING = dict.fromkeys(("alice", "charlie", "maya"), 422)
OF_PRIVACY = answers(REFUSED, petra=200)
# What concerns one client of a brand: the privacy officer of another one finds nobody.
OF_PRIVACY_OF_THE_BRAND = answers(REFUSED, petra=200, pia=UNKNOWN)
# Each deed leads back to the request, which says what came of it.
OF_A_REQUEST = answers(REFUSED, petra=DONE, pia=UNKNOWN)


class Row(NamedTuple):
    route: str
    method: str
    address: str
    answers: Answers
    content: dict[str, Any] = {}

    @property
    def given(self) -> Answers:
        """What each role is answered, those included who are answered as another one is."""
        return {name: self.answers.get(name, self.answers[LIKE.get(name, name)]) for name in ROLES}


# Where the client is received, the tablet is handed over.
OF_THE_TABLET = {**of_one_client(DONE), "hana": REFUSED, "fanny": REFUSED}
# A link that is not ours opens nothing of the client's own page, to nobody.
OF_THE_CLIENTS_PAGE = (
    ("data/address/", "post", "data/address/"),
    ("data/", "get", "data/"),
    ("data/correct/", "post", "data/correct/"),
    ("rights/", "get", "rights/"),
    ("rights/ask/", "post", "rights/ask/"),
    ("rights/<str:reference>/", "get", "rights/R-1/"),
    ("rights/<str:reference>/send-code/", "post", "rights/R-1/send-code/"),
    ("rights/<str:reference>/code/", "post", "rights/R-1/code/"),
    ("rights/<str:reference>/take-back/", "post", "rights/R-1/take-back/"),
    ("rights/<str:reference>/file/", "post", "rights/R-1/file/"),
)
STOPPED = {"purpose": "profiling", "channel": ""}
NOTE = {"text": "likes tea"}
TASTE = {"name": "drink", "value": "tea"}
PERSON = {"kind": "child", "name": "Anouk"}
CONTACT = {"channel": "phone", "text": "spoke"}
OPENING = {"kind": "visit", "because": "comes for the fitting of a coat"}
SUGGESTION = r"suggestions/(?P<uid>[\w-]+)/(?P<kind>[a-z_]{1,40})/(?P<said>accept|later|dismiss)/"

ROWS = [
    Row("healthz", "get", "/healthz", OPEN),
    Row("readyz", "get", "/readyz", OPEN),
    Row("", "get", "/", FORWARDED),
    # A privacy officer's day says that it is without clients.
    Row("my-day/", "get", "/my-day/", answers(200)),
    Row("me/", "get", "/me/", answers(200)),
    Row("visits/<int:pk>/attend/", "post", "/visits/{visit}/attend/", of_the_boutique(DONE)),
    Row("visits/<int:pk>/leave/", "post", "/visits/{visit}/leave/", of_the_boutique(DONE)),
    Row("visits/<int:pk>/come-back/", "post", "/visits/{visit}/come-back/", of_the_boutique(DONE)),
    Row("tasks/<int:pk>/complete/", "post", "/tasks/{task}/complete/", of_the_boutique(DONE)),
    Row("tasks/<int:pk>/reopen/", "post", "/tasks/{task}/reopen/", of_the_boutique(DONE)),
    Row(SUGGESTION, "post", "/suggestions/{uid}/due/later/", of_the_boutique(DONE)),
    Row(
        "suggestions/<str:uid>/<slug:kind>/take-back/",
        "post",
        "/suggestions/{uid}/due/take-back/",
        of_the_boutique(DONE),
    ),
    Row("clients/", "get", "/clients/", WITH_CLIENTS),
    Row("clients/", "post", "/clients/", WITH_CLIENTS, {"q": "camille"}),
    Row("clients/new/", "get", "/clients/new/", OF_THOSE_WHO_RECEIVE),
    Row("clients/new/", "post", "/clients/new/", {**OF_THOSE_WHO_RECEIVE, **TYPED_NOTHING}),
    Row("clients/<str:uid>/", "get", "/clients/{uid}/", of_one_client(200)),
    # Camille is not protected: there is nothing to open, and her page is what is answered.
    Row("clients/<str:uid>/open/", "post", "/clients/{uid}/open/", of_one_client(DONE), OPENING),
    Row(
        "clients/<str:uid>/protect/",
        "get",
        "/clients/{uid}/protect/",
        {**of_one_client(REFUSED), "maya": 200},
    ),
    Row(
        "clients/<str:uid>/protect/",
        "post",
        "/clients/{uid}/protect/",
        {**of_one_client(REFUSED), "maya": 422},
        {"kind": "famous", "because": "short"},
    ),
    Row("clients/<str:uid>/for-client/", "get", "/clients/{uid}/for-client/", of_one_client(200)),
    Row("clients/<str:uid>/story/", "get", "/clients/{uid}/story/", of_one_client(200)),
    Row("clients/<str:uid>/consents/", "get", "/clients/{uid}/consents/", of_one_client(200)),
    Row("clients/<str:uid>/consents/ask/", "post", "/clients/{uid}/consents/ask/", OF_THE_TABLET),
    Row("clients/<str:uid>/consents/stop/", "post", "/clients/{uid}/consents/stop/", OF_THE_TABLET, STOPPED),
    Row("clients/<str:uid>/tastes/", "get", "/clients/{uid}/tastes/", of_the_profile(200)),
    Row("clients/<str:uid>/tastes/", "post", "/clients/{uid}/tastes/", of_the_profile(DONE), TASTE),
    Row("clients/<str:uid>/dates/", "post", "/clients/{uid}/dates/", of_the_profile(DONE)),
    Row("clients/<str:uid>/people/", "post", "/clients/{uid}/people/", of_the_profile(DONE), PERSON),
    Row("clients/<str:uid>/people/find/", "post", "/clients/{uid}/people/find/", of_the_profile(200)),
    Row(
        "clients/<str:uid>/people/<int:pk>/end/",
        "post",
        "/clients/{uid}/people/{relation}/end/",
        of_the_profile(DONE),
    ),
    Row("clients/<str:uid>/notes/", "post", "/clients/{uid}/notes/", of_one_client(DONE), NOTE),
    Row("clients/<str:uid>/notes/blank/", "get", "/clients/{uid}/notes/blank/", of_one_client(200)),
    Row(
        "clients/<str:uid>/notes/<int:pk>/",
        "get",
        "/clients/{uid}/notes/{note}/",
        answers(UNKNOWN, alice=200, bob=UNKNOWN, petra=REFUSED),
    ),
    Row("clients/<str:uid>/contacts/", "post", "/clients/{uid}/contacts/", of_one_client(DONE), CONTACT),
    Row("clients/<str:uid>/identity/", "get", "/clients/{uid}/identity/", of_one_client(200)),
    Row("clients/<str:uid>/identity/<int:pk>/cut/", "post", "/clients/{uid}/identity/0/cut/", OF_IDENTITY),
    Row("clients/<str:uid>/identity/<int:pk>/give-back/", "post", "/clients/{uid}/identity/0/give-back/", OF_IDENTITY),
    Row("clients/<str:uid>/identity/links/<int:pk>/", "get", "/clients/{uid}/identity/links/0/", OF_IDENTITY),
    Row("clients/<str:uid>/identity/links/<int:pk>/", "post", "/clients/{uid}/identity/links/0/", OF_IDENTITY),
    Row("clients/<str:uid>/identity/cuts/<int:pk>/undo/", "post", "/clients/{uid}/identity/cuts/0/undo/", OF_IDENTITY),
    Row("clients/<str:uid>/merge/", "get", "/clients/{uid}/merge/", {**of_one_client(200), "alice": REFUSED}),
    Row("clients/<str:uid>/merges/<int:pk>/undo/", "post", "/clients/{uid}/merges/0/undo/", OF_IDENTITY),
    Row("check-in/", "get", "/check-in/", WITH_CLIENTS),
    Row("check-in/code/", "post", "/check-in/code/", answers(422, petra=REFUSED), {"code": "ABCDEFGHJK"}),
    Row("check-in/frame/", "post", "/check-in/frame/", answers(400, petra=REFUSED)),
    Row("pictures/<slug:brand>/<str:code>.svg", "get", "/pictures/AURELLE/tote.svg", OPEN),
    Row("theme/choose/", "post", "/theme/choose/", FORWARDED, {"theme": "dark"}),
    Row("theme/<slug:code>.css", "get", "/theme/AURELLE.css", OPEN),
    Row("data-quality/sources/", "get", "/data-quality/sources/", OF_HEADQUARTERS),
    Row("data-quality/sources/<slug:code>/", "get", "/data-quality/sources/aurelle-web/", OF_ITS_HEADQUARTERS),
    Row(
        "data-quality/sources/<slug:code>/unused.csv",
        "get",
        "/data-quality/sources/aurelle-web/unused.csv",
        OF_ITS_HEADQUARTERS,
    ),
    Row("data-quality/uploads/", "get", "/data-quality/uploads/", {**OF_HEADQUARTERS, "italy": REFUSED}),
    Row("data-quality/uploads/receive/", "post", "/data-quality/uploads/receive/", of_files(400, elsewhere=400)),
    Row("data-quality/uploads/<int:pk>/", "get", "/data-quality/uploads/{upload}/", of_files(200)),
    Row("data-quality/uploads/<int:pk>/progress/", "get", "/data-quality/uploads/{upload}/progress/", of_files(204)),
    # The file itself is not there, so nothing of it can be read otherwise; the page says so.
    Row("data-quality/uploads/<int:pk>/describe/", "post", "/data-quality/uploads/{upload}/describe/", of_files(200)),
    Row("data-quality/uploads/<int:pk>/check/", "post", "/data-quality/uploads/{upload}/check/", of_files(DONE)),
    Row("data-quality/uploads/<int:pk>/import/", "post", "/data-quality/uploads/{upload}/import/", of_files(DONE)),
    Row("data-quality/uploads/<int:pk>/pause/", "post", "/data-quality/uploads/{upload}/pause/", of_files(DONE)),
    Row("data-quality/uploads/<int:pk>/erase/", "post", "/data-quality/uploads/{upload}/erase/", of_files(DONE)),
    Row(
        "data-quality/uploads/<int:pk>/keep-mapping/",
        "post",
        "/data-quality/uploads/{upload}/keep-mapping/",
        of_files(DONE),
        {"name": "till"},
    ),
    Row(
        "data-quality/uploads/<int:pk>/refused.csv",
        "post",
        "/data-quality/uploads/{upload}/refused.csv",
        of_files(DONE),
    ),
    Row("data-quality/totals/", "get", "/data-quality/totals/", {**OF_HEADQUARTERS, "italy": REFUSED}),
    Row("journeys/", "get", "/journeys/", answers(200, alice=REFUSED, charlie=REFUSED, petra=REFUSED)),
    Row("journeys/<slug:brand>/<slug:code>/", "get", "/journeys/AURELLE/second-purchase/", of_journeys(200)),
    Row(
        "journeys/<slug:brand>/<slug:code>/pause/",
        "post",
        "/journeys/AURELLE/second-purchase/pause/",
        of_journeys(DONE, maya=REFUSED, italy=REFUSED),
    ),
    Row(
        "journeys/<slug:brand>/<slug:code>/resume/",
        "post",
        "/journeys/AURELLE/second-purchase/resume/",
        of_journeys(DONE, maya=REFUSED, italy=REFUSED),
    ),
    Row("data-quality/", "get", "/data-quality/", DESK),
    Row("data-quality/dates/", "get", "/data-quality/dates/", DESK),
    Row("data-quality/identity/", "get", "/data-quality/identity/", DESK),
    Row("data-quality/identity/<int:pk>/", "get", "/data-quality/identity/0/", OF_REVIEWS),
    *(
        Row(f"data-quality/identity/<int:pk>/{said}/", "post", f"/data-quality/identity/0/{said}/", OF_REVIEWS)
        for said in ("link-on", "take-off")
    ),
    Row(
        "data-quality/identity/<int:pk>/block/<int:identifier>/",
        "post",
        "/data-quality/identity/0/block/0/",
        OF_REVIEWS,
    ),
    Row("data-quality/duplicates/", "get", "/data-quality/duplicates/", DESK),
    *(
        Row(
            f"data-quality/duplicates/<int:pk>/{said}/",
            "post",
            f"/data-quality/duplicates/{{proposal}}/{said}/",
            of_the_desk(DONE),
        )
        for said in ("merge", "keep-apart", "undo")
    ),
    Row("segments/", "get", "/segments/", answers(200, **WITHOUT_SEGMENTS)),
    Row("segments/destinations/", "get", "/segments/destinations/", answers(200, **WITHOUT_SEGMENTS)),
    Row("segments/destinations/make/", "post", "/segments/destinations/make/", DESTINATION_MADE, {"brand": "AURELLE"}),
    Row("segments/destinations/<int:pk>/", "get", "/segments/destinations/{destination}/", of_segments(200)),
    Row(
        "segments/destinations/<int:pk>/change/",
        "post",
        "/segments/destinations/{destination}/change/",
        of_segments(DONE, italy=REFUSED),
        {"do": "off"},
    ),
    Row("segments/make/", "post", "/segments/make/", SEGMENT_MADE, {"brand": "AURELLE", "name": "Italian"}),
    Row("segments/<slug:brand>/<slug:code>/", "get", "/segments/AURELLE/french/", of_segments(200)),
    Row("segments/<slug:brand>/<slug:code>/reach/", "get", "/segments/AURELLE/french/reach/", of_segments(200)),
    Row("segments/<slug:brand>/<slug:code>/log/", "get", "/segments/AURELLE/french/log/", of_segments(200)),
    Row("segments/<slug:brand>/<slug:code>/find/", "post", "/segments/AURELLE/french/find/", of_segments(DONE)),
    Row(
        "segments/<slug:brand>/<slug:code>/list/",
        "post",
        "/segments/AURELLE/french/list/",
        of_segments(200, italy=REFUSED),
    ),
    Row(
        "segments/<slug:brand>/<slug:code>/rule/",
        "get",
        "/segments/AURELLE/french/rule/",
        of_segments(200, italy=REFUSED),
    ),
    Row(
        "segments/<slug:brand>/<slug:code>/versions/<int:number>/restore/",
        "post",
        "/segments/AURELLE/french/versions/1/restore/",
        of_segments(DONE, italy=REFUSED),
    ),
    Row(
        "segments/<slug:brand>/<slug:code>/edit/",
        "post",
        "/segments/AURELLE/french/edit/",
        of_segments(DONE, italy=REFUSED),
        {"do": "discard"},
    ),
    Row(
        "segments/<slug:brand>/<slug:code>/publish/",
        "post",
        "/segments/AURELLE/french/publish/",
        of_segments(200, italy=REFUSED),
    ),
    Row(
        "segments/<slug:brand>/<slug:code>/choose/",
        "post",
        "/segments/AURELLE/french/choose/",
        of_segments(DONE, italy=REFUSED),
    ),
    Row(
        "segments/<slug:brand>/<slug:code>/export.csv",
        "post",
        "/segments/AURELLE/french/export.csv",
        of_segments(200, italy=REFUSED),
    ),
    Row("privacy/", "get", "/privacy/", OF_PRIVACY),
    Row("privacy/find/", "post", "/privacy/find/", {**OF_PRIVACY, "petra": DONE}, {"q": "nobody"}),
    Row("privacy/access/", "get", "/privacy/access/", OF_PRIVACY),
    Row("privacy/breach/", "get", "/privacy/breach/", OF_PRIVACY),
    Row("privacy/retention/", "get", "/privacy/retention/", OF_PRIVACY),
    Row(
        "privacy/retention/hold/",
        "post",
        "/privacy/retention/hold/",
        {**OF_PRIVACY, "petra": DONE},
        {"q": "nobody", "reason": "a claim"},
    ),
    Row(
        "privacy/retention/holds/<int:pk>/lift/",
        "post",
        "/privacy/retention/holds/{hold}/lift/",
        answers(REFUSED, petra=DONE, pia=UNKNOWN),
    ),
    Row("privacy/records/", "get", "/privacy/records/", OF_PRIVACY),
    Row(r"privacy/records/file\.(?P<kind>json|csv)", "get", "/privacy/records/file.csv", OF_PRIVACY),
    Row("privacy/exports/", "get", "/privacy/exports/", OF_PRIVACY),
    Row(
        "privacy/exports/<int:pk>/seen/",
        "post",
        "/privacy/exports/{export}/seen/",
        answers(REFUSED, petra=DONE, pia=UNKNOWN),
    ),
    Row("clients/<str:uid>/rights/", "post", "/clients/{uid}/rights/", of_one_client(DONE), {"kind": "access"}),
    Row("privacy/requests/", "get", "/privacy/requests/", OF_PRIVACY),
    Row(
        "privacy/requests/take-in/",
        "post",
        "/privacy/requests/take-in/",
        answers(REFUSED, petra=DONE),
        {"q": "nobody", "kind": "access"},
    ),
    Row("privacy/requests/<str:reference>/", "get", "/privacy/requests/{reference}/", OF_PRIVACY_OF_THE_BRAND),
    Row("privacy/requests/<str:reference>/code/", "post", "/privacy/requests/{reference}/code/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/confirm/", "post", "/privacy/requests/{reference}/confirm/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/answer/", "post", "/privacy/requests/{reference}/answer/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/refuse/", "post", "/privacy/requests/{reference}/refuse/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/extend/", "post", "/privacy/requests/{reference}/extend/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/withdraw/", "post", "/privacy/requests/{reference}/withdraw/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/tell/", "post", "/privacy/requests/{reference}/tell/", OF_A_REQUEST),
    Row("privacy/requests/<str:reference>/file/", "post", "/privacy/requests/{reference}/file/", OF_A_REQUEST),
    Row("privacy/clients/<str:uid>/", "get", "/privacy/clients/{uid}/", OF_PRIVACY_OF_THE_BRAND),
    Row("privacy/clients/<str:uid>/evidence/", "post", "/privacy/clients/{uid}/evidence/", OF_PRIVACY_OF_THE_BRAND),
    Row(
        "privacy/clients/<str:uid>/protection/",
        "post",
        "/privacy/clients/{uid}/protection/",
        answers(REFUSED, petra=DONE, pia=UNKNOWN),
        {"kind": "famous", "because": "short"},
    ),
    Row("privacy/transfers/", "get", "/privacy/transfers/", OF_PRIVACY),
    Row(
        "privacy/clients/<str:uid>/residence/",
        "post",
        "/privacy/clients/{uid}/residence/",
        answers(REFUSED, petra=DONE, pia=UNKNOWN),
        {"region": "nowhere"},
    ),
    Row("privacy/alerts/", "get", "/privacy/alerts/", OF_PRIVACY),
    Row(
        "privacy/alerts/<int:pk>/",
        "post",
        "/privacy/alerts/0/",
        answers(REFUSED, petra=UNKNOWN, pia=UNKNOWN),
        {"asked": "1"},
    ),
    # Whoever calls signs, or is refused; nobody's role counts.
    Row("hooks/wechat/<slug:account>/", "get", "/hooks/wechat/gh_nobody/", answers(403, stranger=403)),
    Row("preferences/confirm/<str:token>/", "get", "/preferences/confirm/made-up/", answers(400, stranger=400)),
    *(
        Row(f"preferences/<str:token>/{route}", method, f"/preferences/made-up/{address}", answers(400, stranger=400))
        for route, method, address in OF_THE_CLIENTS_PAGE
    ),
    Row("preferences/address/<str:token>/", "get", "/preferences/address/made-up/", answers(400, stranger=400)),
    Row("preferences/hand/<str:token>/", "get", "/preferences/hand/made-up/", answers(400, stranger=400)),
    Row("preferences/<str:token>/", "get", "/preferences/made-up/", answers(400, stranger=400)),
    Row("preferences/<str:token>/decide/", "post", "/preferences/made-up/decide/", answers(400, stranger=400)),
    Row("preferences/<str:token>/pause/", "post", "/preferences/made-up/pause/", answers(400, stranger=400)),
    Row("preferences/<str:token>/frequency/", "post", "/preferences/made-up/frequency/", answers(400, stranger=400)),
    Row(
        "preferences/<str:token>/unsubscribe/", "post", "/preferences/made-up/unsubscribe/", answers(400, stranger=400)
    ),
]

# Open to the public, and with a session of their own that staff accounts have no part in (decision 2).
SHOP_AND_APP = ("shop/", "app/")
# The demonstration's post office is gone in production (tests/clienteling/mailsink).
POST_OFFICE = ("demo/mail/",)
LIBRARY = ("accounts/",)
API = ("api/v1/",)
INGEST = ("v1/",)
BY_PREFIX = (*SHOP_AND_APP, *POST_OFFICE, *LIBRARY, *API, *INGEST, "admin/")


def routes(resolver: Any, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).replace("^", "").replace("$", "")
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        elif isinstance(each, URLPattern):
            yield route


ROUTES = sorted(set(routes(get_resolver())))


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
    return {
        "uid": camille.uid,
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
    "row", [row for row in ROWS if row.method == "post" and "unsubscribe" not in row.route], ids=lambda row: row.address
)
def test_nothing_is_changed_from_another_website(row: Row, alice: User, filled: dict[str, Any]) -> None:
    browser, before = Browser(enforce_csrf_checks=True), what_stands()
    browser.force_login(alice)

    assert browser.post(row.address.format(**filled), row.content).status_code == REFUSED
    assert what_stands() == before


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
