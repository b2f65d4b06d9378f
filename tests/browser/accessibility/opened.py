"""What a screen shows to others, in other states, and once something on it was opened."""

from tests.browser.accessibility.screen import Screen

CLIENT = "/clients/{uid}/"
SEGMENT = "/segments/AURELLE/french/"
REQUESTS = ("access", "rectification", "restriction", "objection_marketing", "objection_profiling", "human_review")


def opened(path: str, who: str, state: str, *steps: tuple[str, ...]) -> Screen:
    return Screen(path, who, state=state, steps=steps)


OPENED = [
    *(Screen("/my-day/", who) for who in ("maya", "hana", "petra")),
    opened("/my-day/", "alice", "a task is done", ("click", ".tick"), ("see", ".task.is-done")),
    opened("/my-day/", "alice", "a suggestion later", ("click", ".suggestion button:has-text('Later')")),
    opened("/my-day/", "alice", "somebody is attended", ("click", ".visit button:has-text('I’m with')")),
    Screen(CLIENT, "maya"),
    Screen(CLIENT, "hana"),
    Screen("/clients/{closed}/", "alice", state="closed"),
    Screen(f"{CLIENT}?contact=email", "alice", state="a conversation is written down"),
    opened("/clients/", "alice", "typed", ("fill", "#q", "laur"), ("see", ".client-row:has-text('Laurent')")),
    opened("/clients/", "alice", "nobody found", ("fill", "#q", "xxqq"), ("see", ".list-note")),
    opened("/clients/", "alice", "a client opened", ("click", ".client-row"), ("see", "#pane h1")),
    *(
        opened(CLIENT, "alice", f"{part} are edited", ("click", f"#{part} .link"), ("see", f"#{part} form"))
        for part in ("tastes", "dates")
    ),
    opened(
        CLIENT, "alice", "people are found", ("click", "#people h2 .link"), ("fill", "#person-name", "Chiara"),
        ("see", "#person-found fieldset"),
    ),
    opened(CLIENT, "alice", "a note is edited", ("click", ".note-edit"), ("see", "label:has-text('Edit the note')")),
    opened(
        CLIENT, "alice", "a note is done with", ("fill", "#note-text", "Likes tea."), ("click", ".note-state button"),
        ("see", ".notes li:has-text('Likes tea.')"),
    ),
    opened(CLIENT, "alice", "the story by kind", ("click", ".story-kinds .chip:nth-child(2)")),
    opened(SEGMENT, "hana", "a rule is added", ("click", ".segment-add .button"), ("see", ".segment-menu")),
    opened(
        SEGMENT, "hana", "a rule is written", ("click", ".segment-add .button"), ("click", ".segment-menu .chip"),
        ("see", ".segment-form"),
    ),
    opened(SEGMENT, "hana", "a rule is changed", ("click", ".segment-rule a"), ("see", ".segment-form")),
    Screen("/segments/AURELLE/hand/", "hana"),
    Screen("/data-quality/uploads/{working}/", "hana", state="being checked"),
    Screen("/data-quality/", "maya"),
    opened("/data-quality/duplicates/", "maya", "not the same", ("click", "[data-key=n]"), ("see", ".notice")),
    *(Screen("/privacy/requests/{request_%s}/" % kind, "petra") for kind in REQUESTS),  # noqa: UP031
]  # fmt: skip
