"""Every screen there is, and who looks at it.

Those of the staff come from the matrix of addresses (tests/matrix), which no address is missing from; the others are
listed beside it, and a test holds them against the resolver.
"""

from tests.browser.accessibility.opened import OPENED
from tests.browser.accessibility.public import CLIENTS, ERRORS, LOG_IN, PUBLIC
from tests.browser.accessibility.screen import Screen
from tests.matrix import ROWS
from tests.matrix.answers import Row

# In the order in which somebody is sought who is answered with a page.
READERS = ("alice", "maya", "hana", "petra")
SHOWS = (200, 400, 422)
# Files, pictures and answers for machines.
NO_PAGE = {
    "healthz", "readyz", "check-in/frame/", "pictures/<slug:brand>/<str:code>.svg", "theme/<slug:code>.css",
    "data-quality/sources/<slug:code>/unused.csv", r"privacy/records/file\.(?P<kind>json|csv)",
}  # fmt: skip
# Parts of a page, which stand there once OPENED has them fetched.
PARTS = {
    "clients/<str:uid>/for-client/": "the client's page fetches them",
    "clients/<str:uid>/people/find/": "a name is typed",
    "clients/<str:uid>/notes/blank/": "a note is done with",
    "clients/<str:uid>/notes/<int:pk>/": "a note is edited",
    "segments/<slug:brand>/<slug:code>/reach/": "the segment's page fetches it",
}
# Where the matrix names something that there is not, the house has it.
THERE = {
    "clients/<str:uid>/identity/links/<int:pk>/": ("maya", "/clients/{uid}/identity/links/{link}/"),
    "data-quality/identity/<int:pk>/": ("maya", "/data-quality/identity/{review}/"),
}


def of_the_matrix(row: Row) -> Screen | None:
    """As the first reader sees it who may; None where nobody is shown a page."""
    if row.route in THERE and row.method == "get":
        who, path = THERE[row.route]
        return Screen(path, who, route=row.route)
    reader = next((who for who in READERS if row.given[who] in SHOWS), None)
    if reader is None or row.route in NO_PAGE or row.route in PARTS or row.route.startswith("preferences/"):
        return None
    status = row.given[reader]
    return Screen(row.address, reader, method=row.method, content=row.content, route=row.route, status=status)


STAFF = [screen for row in ROWS if (screen := of_the_matrix(row))]
SCREENS = [*STAFF, *OPENED, *CLIENTS, *PUBLIC, *LOG_IN, *ERRORS]
# What the public and the log-in have besides: files and forms without a page, and pages that nothing leads to.
UNSEEN = {
    "": "leads to My Day",
    "data-quality/uploads/<int:pk>/progress/": "the part of an import's page, measured on it",
    "app/welcome/": "where the link of a message leads, measured there",
    **dict.fromkeys(("app/code/",), "a part of the card, measured on it"),
    **dict.fromkeys(("app/manifest.webmanifest", "app/qr.svg", "app/service-worker.js"), "a file"),
    **dict.fromkeys(
        (
            "app/language/", "app/privacy/choose/", "app/privacy/open/", "app/sign-out/", "shop/cart/change/",
            "shop/language/", "shop/measurement/", "shop/products/<str:code>/add/", "shop/products/<str:code>/alert/",
            "shop/sign-out/", "demo/partner/<int:pk>/",
        ),
        "takes a form or a call, and leads back",
    ),
    **dict.fromkeys(("demo/mail/<str:name>/", "demo/mail/<str:name>/html/"), "mail, in the demonstration alone"),
    **dict.fromkeys(
        (
            "accounts/2fa/authenticate/", "accounts/2fa/reauthenticate/", "accounts/2fa/recovery-codes/",
            "accounts/2fa/recovery-codes/download/", "accounts/2fa/recovery-codes/generate/",
            "accounts/2fa/totp/deactivate/", "accounts/2fa/webauthn/keys/<int:pk>/edit/",
            "accounts/2fa/webauthn/keys/<int:pk>/remove/", "accounts/2fa/webauthn/reauthenticate/",
        ),
        "only for an account with a second factor; of the same parts as those that are measured",
    ),
    **dict.fromkeys(
        (
            "accounts/confirm-email/", r"accounts/confirm-email/(?P<key>[-:\w]+)/", "accounts/email/",
            "accounts/inactive/", "accounts/login/code/confirm/", "accounts/password/reset/",
            "accounts/password/reset/done/", "accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/",
            "accounts/password/reset/key/done/", "accounts/password/set/", "accounts/signup/",
        ),
        "the library's own, to which no page of the house leads",
    ),
}  # fmt: skip
