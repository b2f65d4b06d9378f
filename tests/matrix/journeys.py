"""Journeys, read and paused."""

from tests.matrix.answers import DONE, REFUSED, UNKNOWN, Answers, Row, answers


def of_journeys(answered: int, **others: int) -> Answers:
    return answers(answered, alice=REFUSED, charlie=REFUSED, elsewhere=UNKNOWN, petra=REFUSED, **others)


ROWS = [
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
]
