"""How a file is written: its encoding, its separator, and the form of its dates and numbers, from its first bytes."""

import codecs
import csv
import gzip
import re
import zlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from crm.ingest.files.lines import GZIP_MAGIC
from crm.ingest.files.mapping import FILE_DEFAULTS

BEGINNING = 1 << 16
DELIMITERS = ",;\t|"
# The forms that dates are written in, the unmistakable first; day before month where both can be.
DATE_FORMS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M", "%d/%m/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d",
)  # fmt: skip
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}([T ].*)?|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}( \d{1,2}:\d{2}(:\d{2})?)?|\d{8})")


def is_date_text(text: str) -> bool:
    return bool(_DATE.fullmatch(text))


def file_form(path: Path) -> dict[str, str]:
    """The ``[file]`` section of a mapping, as far as the first bytes tell: encoding and delimiter."""
    beginning = _beginning(path)
    encoding = _encoding(beginning)
    text = beginning.decode(encoding, errors="replace")
    return {**FILE_DEFAULTS, "encoding": encoding, "delimiter": _delimiter(text)}


def _beginning(path: Path) -> bytes:
    with path.open("rb") as raw:
        beginning = raw.read(BEGINNING)
        if not beginning.startswith(GZIP_MAGIC):
            return beginning
        raw.seek(0)
        try:
            return gzip.GzipFile(fileobj=raw).read(BEGINNING)
        except (OSError, EOFError, zlib.error):
            # Damaged from its first bytes on: whoever reads the lines says so.
            return b""


def _encoding(beginning: bytes) -> str:
    """UTF-8 wherever it can be; a letter that is cut at the end does not count against it."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _decodes(beginning, "utf-8-sig"):
        return "utf-8-sig"
    return "gb18030" if _is_chinese(beginning) else "cp1252"


def _decodes(beginning: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(beginning: bytes) -> bool:
    """Whether what is not ASCII comes in pairs, as common Han characters do in GB 18030 and accents never."""
    runs = re.findall(rb"[\x80-\xff]+", beginning)
    pairs = sum(len(run) % 2 == 0 for run in runs)
    return pairs > 0.8 * len(runs) > 0 and _decodes(beginning, "gb18030")


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most cells, as many in each."""
    lines = text.splitlines()[:20]
    counts = {sign: [len(row) for row in csv.reader(lines, delimiter=sign) if row] for sign in DELIMITERS}
    even = {sign: widths[0] for sign, widths in counts.items() if widths and len(set(widths[:-1] or widths)) == 1}
    return max(even, key=lambda sign: even[sign]) if even and max(even.values()) > 1 else ","


def date_form(values: Sequence[str]) -> str:
    """The one form in which all of these are dates, else ``iso``."""
    if not values or all(re.match(r"\d{4}-\d{2}-\d{2}([T]|$)", value) for value in values):
        return "iso"
    return next((form for form in DATE_FORMS if all(_reads(value, form) for value in values)), "iso")


def _reads(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 - only the form is asked
    except ValueError:
        return False
    return True


def decimal_sign(values: Sequence[str]) -> tuple[str, str]:
    """Decimal sign and separator of thousands, from numbers as written: ``1.250,00``, ``12,5``, ``1,250.00``."""
    for value in values:
        commas, points = value.count(","), value.count(".")
        if commas and points:
            return (",", ".") if value.rindex(",") > value.rindex(".") else (".", ",")
    commas_only = [value for value in values if "," in value]
    if commas_only and all(re.fullmatch(r"-?\d+,\d{1,3}", value) for value in commas_only):
        return ",", ""
    return ".", ""
