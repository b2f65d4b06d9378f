"""The day of the staff: visits, tasks and suggestions."""

from tests.matrix.answers import DONE, FORWARDED, OPEN, REFUSED, UNKNOWN, Answers, Row, answers


def of_the_boutique(answered: int) -> Answers:
    """What is done in Paris is done by those who work there."""
    return answers(UNKNOWN, alice=answered, maya=answered, petra=REFUSED)


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
]
