"""Every word of shop and app in its four languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation import trans_real

from clienteling.templatetags.storefront import day_written

PLACES = ("templates/storefront", "templates/app")
TRANSLATED = re.compile(r"""^translate\s+(["'])(?P<words>.*?)\1""")


def words_shown() -> set[str]:
    """What the templates of shop and app hand to ``translate``."""
    files = [file for place in PLACES for file in (Path(settings.BASE_DIR) / place).rglob("*.html")]
    tokens = [token for file in files for token in Lexer(file.read_text()).tokenize()]
    found = [TRANSLATED.match(token.contents) for token in tokens if token.token_type == TokenType.BLOCK]
    return {match["words"] for match in found if match}


@pytest.mark.parametrize("language", ["fr", "it", "zh-hans"])
def test_every_word_is_translated(language: str) -> None:
    catalogue = trans_real.translation(language)

    # Only what the language's own files say: its fallback is English, and would answer for a word that is missing.
    assert {words for words in words_shown() if words not in catalogue._catalog} == set()


@pytest.mark.parametrize(
    ("language", "written"), [("en", "22 November 2026"), ("it", "22 novembre 2026"), ("fr", "22 novembre 2026")]
)
def test_a_month_is_written_as_the_language_does(language: str, written: str) -> None:
    with translation.override(language):
        assert day_written("2026-11-22T08:00:00Z", "j F Y") == written
