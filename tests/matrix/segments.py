"""Segments and the destinations that hear of them."""

from tests.matrix.answers import DONE, REFUSED, UNKNOWN, Answers, Row, answers


def of_segments(answered: int, **others: int) -> Answers:
    return answers(answered, **{**WITHOUT_SEGMENTS, "elsewhere": UNKNOWN, **others})


WITHOUT_SEGMENTS = dict.fromkeys(("alice", "charlie", "maya", "petra"), REFUSED)
# Whoever is at the headquarters of one country reads the brand's segments, and writes none.
SEGMENT_MADE = answers(DONE, **WITHOUT_SEGMENTS, italy=REFUSED, elsewhere=REFUSED)
# What was typed is not enough for a destination; whoever may make one reads why.
DESTINATION_MADE = answers(200, **WITHOUT_SEGMENTS, italy=REFUSED, elsewhere=REFUSED)

ROWS = [
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
]
