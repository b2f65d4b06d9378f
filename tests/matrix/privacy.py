"""The privacy officer's desk, and requests taken in by others."""

from tests.matrix.answers import DONE, REFUSED, UNKNOWN, Row, answers, of_one_client

OF_PRIVACY = answers(REFUSED, petra=200)
# What concerns one client of a brand: the privacy officer of another one finds nobody.
OF_PRIVACY_OF_THE_BRAND = answers(REFUSED, petra=200, pia=UNKNOWN)
# Each deed leads back to the request, which says what came of it.
OF_A_REQUEST = answers(REFUSED, petra=DONE, pia=UNKNOWN)

ROWS = [
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
        answers(REFUSED, petra=422),
        {"q": "nobody", "kind": "access"},
    ),
    Row("privacy/requests/handed-in/", "get", "/privacy/requests/handed-in/", OF_PRIVACY),
    Row(
        "privacy/requests/handed-in/<str:public_id>/take/",
        "post",
        "/privacy/requests/handed-in/{handed_in}/take/",
        OF_A_REQUEST,
        {"q": "nobody"},
    ),
    Row(
        "privacy/requests/handed-in/<str:public_id>/close/",
        "post",
        "/privacy/requests/handed-in/{handed_in}/close/",
        OF_A_REQUEST,
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
        "privacy/clients/<str:uid>/restriction/lift/",
        "post",
        "/privacy/clients/{uid}/restriction/lift/",
        OF_A_REQUEST,
        {"because": "settled", "is_told": "yes"},
    ),
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
]
