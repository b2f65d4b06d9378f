"""One client's page and what is written on it."""

from tests.matrix.answers import DONE, REFUSED, UNKNOWN, WITH_CLIENTS, Answers, Row, answers, of_one_client


def of_the_profile(answered: int) -> Answers:
    """Tastes, days and people are written where the client is received; headquarters read them."""
    refused = dict.fromkeys(("hana", "italy", "fanny", "elsewhere"), REFUSED)
    return {**of_one_client(answered), **refused}


# An identifier or a merge that is not Camille's; an advisor may change none.
OF_IDENTITY = answers(UNKNOWN, alice=REFUSED, petra=REFUSED)
# A client is made known where clients are received.
OF_THOSE_WHO_RECEIVE = answers(REFUSED, alice=200, charlie=200, maya=200)
TYPED_NOTHING = dict.fromkeys(("alice", "charlie", "maya"), 422)
# Where the client is received, the tablet is handed over.
OF_THE_TABLET = {**of_one_client(DONE), "hana": REFUSED, "fanny": REFUSED}
STOPPED = {"purpose": "profiling", "channel": ""}
NOTE = {"text": "likes tea"}
TASTE = {"name": "drink", "value": "tea"}
PERSON = {"kind": "child", "name": "Anouk"}
CONTACT = {"channel": "phone", "text": "spoke"}
OPENING = {"kind": "visit", "because": "comes for the fitting of a coat"}

ROWS = [
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
]
