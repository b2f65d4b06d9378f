"""What docs/security.md says is where it says."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted({path for path in re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", PAGE) if not path.startswith("api/")})


@pytest.mark.parametrize("path", NAMED)
def test_what_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_an_item_that_is_met_in_part_is_among_those_that_are_not() -> None:
    missing, _, rest = PAGE.partition("## Changing a secret")
    partly = {item for line in rest.splitlines() if "see above" in line for item in items_of(line)}

    listed = items_of(missing)
    assert sorted(item for item in partly if item not in listed and item not in OPERATORS) == []


# Of the operator, or of another item that the line names.
OPERATORS = {"6.1.1", "15.3.4", "16.2.3", "4.1.2"}


def items_of(text: str) -> set[str]:
    return set(re.findall(r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{1,2}(?![\d.])", text))
