"""Whether a line of a file, a log or a session names somebody."""

import pytest

from consent.rights.erasing.person import Traces
from consent.rights.erasing.sighting import Sighting

CAMILLE = Traces(
    uids=("C-7F3K9M2QWX",),
    identifiers=(("email", "camille@mail.example"), ("phone", "+33639980001"), ("crm", "AURELLE:17850"), ("card", "7")),
    names=(("Camille", "Laurent"), ("", "Laurent")),
)


@pytest.mark.parametrize(
    ("line", "is_hers"),
    [
        ("to: CAMILLE@mail.example", True),
        ("client c-7f3k9m2qwx was opened", True),
        ("06 39 98 00 01 called", True),
        ("call 0639980002", False),
        ("Laurent, Camille;Paris", True),
        ("Camille;Paris", False),
        ("17850;TOTE;900,00", True),
        ("178500;TOTE", False),
        ("card 7", False),
        ("", False),
    ],
    ids=[
        "address",
        "uid",
        "telephone",
        "another telephone",
        "name",
        "half a name",
        "number",
        "longer",
        "short",
        "none",
    ],
)
def test_a_line_names_her_or_not(line: str, is_hers: bool) -> None:
    assert Sighting.of(CAMILLE).is_in(line) is is_hers


def test_whoever_has_no_telephone_is_not_found_by_digits() -> None:
    assert Sighting.of(Traces(names=(("Camille", "Laurent"),))).is_in("0639980001") is False
