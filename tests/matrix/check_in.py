"""Check-in, and what every page carries with it."""

from tests.matrix.answers import FORWARDED, OPEN, REFUSED, WITH_CLIENTS, Row, answers

ROWS = [
    Row("check-in/", "get", "/check-in/", WITH_CLIENTS),
    Row("check-in/code/", "post", "/check-in/code/", answers(422, petra=REFUSED), {"code": "ABCDEFGHJK"}),
    Row("check-in/frame/", "post", "/check-in/frame/", answers(400, petra=REFUSED)),
    Row("pictures/<slug:brand>/<str:code>.svg", "get", "/pictures/AURELLE/tote.svg", OPEN),
    Row("theme/choose/", "post", "/theme/choose/", FORWARDED, {"theme": "dark"}),
    Row("keys/choose/", "post", "/keys/choose/", FORWARDED, {"keys": "off"}),
    Row("theme/<slug:code>.css", "get", "/theme/AURELLE.css", OPEN),
]
