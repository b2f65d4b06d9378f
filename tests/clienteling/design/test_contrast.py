"""WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (parts of controls, 3:1), on the tokens themselves."""

import re

import pytest
from django.conf import settings

from crm.models import Brand

PAPERS = ("surface", "raised", "sunk")
ON_PAPER = ("ink", "muted", "accent", "positive", "caution", "critical")
THEMES = {"light": 0, "dark": 1}


def tokens(theme: str) -> dict[str, str]:
    css = (settings.BASE_DIR / "static" / "design" / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: values[THEMES[theme]] for name, *values in pairs}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("colour", ON_PAPER)
def test_words_are_read_on_every_paper(theme: str, paper: str, colour: str) -> None:
    found = tokens(theme)

    assert contrast(found[colour], found[paper]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colour", ["ink", "accent"])
def test_chips_and_monograms_are_read(theme: str, colour: str) -> None:
    found = tokens(theme)

    assert contrast(found[colour], found["accent-soft"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_edge_of_a_field_is_seen(theme: str, paper: str) -> None:
    found = tokens(theme)

    assert contrast(found["line-strong"], found[paper]) >= 3


def test_a_brand_begins_with_an_accent_that_is_read() -> None:
    brand = Brand()

    assert contrast(brand.accent, tokens("light")["surface"]) >= 4.5
    assert contrast(brand.accent_dark, tokens("dark")["surface"]) >= 4.5
