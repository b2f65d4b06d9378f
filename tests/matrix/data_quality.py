"""The desks of identity and of likely doubles."""

from tests.matrix.answers import DONE, REFUSED, UNKNOWN, Answers, Row, answers


def of_the_desk(answered: int) -> Answers:
    """Likely doubles of Paris: decided by its manager and by the group, never by an advisor."""
    refused = dict.fromkeys(("alice", "charlie", "petra"), REFUSED)
    return answers(answered, italy=UNKNOWN, fanny=answered, elsewhere=UNKNOWN, **refused)


DESK = answers(200, alice=REFUSED, charlie=REFUSED, petra=REFUSED)
# A review that there is not; an advisor and another boutique's may read none.
OF_REVIEWS = answers(UNKNOWN, alice=REFUSED, charlie=REFUSED, petra=REFUSED)

ROWS = [
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
]
