"""Sources, files that are handed in, and sums held against each other."""

from tests.matrix.answers import DONE, REFUSED, UNKNOWN, Answers, Row, answers


def of_files(answered: int, **others: int) -> Answers:
    """Whole files: of headquarters of a whole brand, and never of another one."""
    refused = dict.fromkeys(("alice", "charlie", "maya", "italy", "petra"), REFUSED)
    return answers(answered, **{**refused, "elsewhere": UNKNOWN, **others})


OF_HEADQUARTERS = answers(200, alice=REFUSED, charlie=REFUSED, maya=REFUSED, petra=REFUSED)
OF_ITS_HEADQUARTERS = {**OF_HEADQUARTERS, "elsewhere": UNKNOWN}

ROWS = [
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
]
