"""The faces of a printed document: the house's serif, and for Chinese, Japanese and Korean those that readers bring.

Source Serif Pro (SIL Open Font License 1.1) is embedded, only the letters that are used. The three East Asian faces
are the standard ones of ISO 32000-1 §9.7.5.2: named in the file, drawn by the reader, and searched and copied as text
through Adobe's published character maps, so that no face of several megabytes has to be shipped.
"""

from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

import font_source_serif_pro
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, STRONG = "SourceSerifPro", "SourceSerifPro-Semibold"
_FILES = {PLAIN: "SourceSerifPro-Regular.ttf", STRONG: "SourceSerifPro-Semibold.ttf"}
_CHINESE = "STSong-Light"
_EAST_ASIAN = {"ja": "HeiseiMin-W3", "ko": "HYSMyeongJo-Medium"}
# Beside the ideographs: their punctuation, kana, hangul and the full-width forms.
_RANGES = ((0x1100, 0x11FF), (0x2E80, 0xD7FF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
# Stands where no face has the letter; whoever reads sees that something is missing.
MISSING = "\N{LOZENGE}"


def is_east_asian(language: str) -> bool:
    """Whether lines of this language break between any two letters."""
    return language.split("-", maxsplit=1)[0] in {"zh", "ja", "ko"}


def marked_up(text: str, language: str = "en") -> str:
    """The text as markup of a paragraph: escaped, each run in a face that has its letters."""
    _register()
    found = []
    for face, letters in groupby(text, key=lambda letter: _face_of(letter, language)):
        run = "".join(letters)
        written = escape(run, quote=False) if face else MISSING * len(run)
        found.append(f'<font name="{face}">{written}</font>' if face != PLAIN and face else written)
    return "".join(found)


def has_every_letter(text: str, language: str = "en") -> bool:
    """Whether nothing of it would be drawn as a square."""
    _register()
    return all(_face_of(letter, language) for letter in text)


def _face_of(letter: str, language: str) -> str:
    """Empty where there is none."""
    code = ord(letter)
    if any(first <= code <= last for first, last in _RANGES):
        return _EAST_ASIAN.get(language.split("-", maxsplit=1)[0], _CHINESE)
    return PLAIN if code in _letters() or letter.isspace() else ""


@cache
def _letters() -> frozenset[int]:
    _register()
    return frozenset(pdfmetrics.getFont(PLAIN).face.charToGlyph)


@cache
def _register() -> None:
    folder = Path(font_source_serif_pro.__file__).parent
    for name, file in _FILES.items():
        (path,) = folder.rglob(file)
        pdfmetrics.registerFont(TTFont(name, path))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=STRONG, italic=PLAIN, boldItalic=STRONG)
    for name in (_CHINESE, *_EAST_ASIAN.values()):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
