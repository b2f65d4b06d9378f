"""The TOML file that says what a column of somebody else's file means. See docs/examples/."""

import codecs
import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.toml_file import read_toml, table_of, texts_of, unusable

SECTIONS = {"kind", "source", "brand", "file", "columns", "constants", "patterns", "upper", "values", "options"}
FILE_DEFAULTS = {
    "encoding": "utf-8-sig",
    "delimiter": ",",
    "date": "iso",
    "timezone": "UTC",
    "decimal": ".",
    "thousands": "",
    "list": "|",
}
BRAND_KEYS = {"name", "language", "currency", "timezone", "from_email"}


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says, checked for form. Kinds check ``columns`` and ``options`` by their own names."""

    kind: str
    source: str
    columns: dict[str, str]
    file: dict[str, str] = field(default_factory=lambda: dict(FILE_DEFAULTS))
    constants: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    upper: frozenset[str] = frozenset()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    brand: dict[str, str] = field(default_factory=dict)
    sha256: str = ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.file["timezone"])

    def require(
        self,
        *,
        columns: Collection[str],
        known: Collection[str],
        values: Collection[str],
        options: Collection[str],
        constants: Collection[str] = (),
    ) -> None:
        """Refuse a mapping that lacks one of ``columns``, or that names what this kind does not have.

        A name of ``known`` that ends with a dot stands for all that begin so: ``taste.`` for ``taste.ring size``.
        """
        missing = sorted(set(columns) - set(self.columns) - set(self.constants))
        if missing:
            raise unusable(f"[columns] lacks {', '.join(missing)}")
        for place, names in (("columns", self.columns), ("patterns", self.patterns), ("upper", self.upper)):
            _refuse_unknown(place, names, known)
        _refuse_unknown("constants", self.constants, constants)
        _refuse_unknown("values", self.values, values)
        _refuse_unknown("options", self.options, options)

    @staticmethod
    def wrong(what: str) -> ImportFileError:
        """To be raised by a kind for what it cannot use: ``mapping_invalid``."""
        return unusable(what)


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping. Raises ImportFileError ``mapping_missing`` or ``mapping_invalid``."""
    return mapping_from(read_toml(path))


def mapping_from(content: dict[str, Any]) -> Mapping:
    """Check the parsed content of a mapping. Raises ImportFileError ``mapping_invalid``."""
    _refuse_unknown("the mapping", content, SECTIONS)
    for name in ("kind", "source"):
        if not isinstance(content.get(name), str) or not content[name]:
            raise unusable(f"{name} is missing")
    return Mapping(
        kind=content["kind"],
        source=content["source"],
        columns=texts_of("columns", content),
        file=_checked_file({**FILE_DEFAULTS, **texts_of("file", content)}),
        constants=texts_of("constants", content),
        patterns=_checked_patterns(texts_of("patterns", content)),
        upper=frozenset(_listed("upper", content)),
        values={name: texts_of(name, content["values"]) for name in table_of("values", content)},
        options=table_of("options", content),
        brand=_brand(content),
        # Of the meaning, not of the bytes: a new comment in the mapping is not a new mapping.
        sha256=hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest(),
    )


def _listed(name: str, content: dict[str, Any]) -> list[str]:
    items = content.get(name, [])
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise unusable(f"{name} must be a list of texts")
    return items


def _brand(content: dict[str, Any]) -> dict[str, str]:
    brand = texts_of("brand", content)
    _refuse_unknown("brand", brand, BRAND_KEYS)
    return brand


def _checked_file(form: dict[str, str]) -> dict[str, str]:
    _refuse_unknown("file", form, FILE_DEFAULTS)
    try:
        codecs.lookup(form["encoding"])
        ZoneInfo(form["timezone"])
    except (LookupError, ValueError) as error:
        raise unusable(f"[file] names an encoding or a time zone that is not known: {error}") from error
    if len(form["delimiter"]) != 1 or form["delimiter"] in '"\r\n':
        raise unusable("delimiter in [file] must be one character")
    if len(form["list"]) != 1 or form["list"] == form["delimiter"]:
        raise unusable("list in [file] must be one character, and another than delimiter")
    if len(form["decimal"]) != 1 or form["decimal"] == form["thousands"]:
        raise unusable("decimal in [file] must be one character, and another than thousands")
    return form


def _checked_patterns(patterns: dict[str, str]) -> dict[str, str]:
    for name, pattern in patterns.items():
        try:
            re.compile(pattern)
        except re.error as error:
            raise unusable(f"the pattern of {name} is not a regular expression: {error}") from error
    return patterns


def _refuse_unknown(place: str, names: Collection[str], known: Collection[str]) -> None:
    unknown = sorted(name for name in set(names) - set(known) if not _has_prefix(name, known))
    if unknown:
        raise unusable(f"{place} has {', '.join(unknown)}; known are {', '.join(sorted(known))}")


def _has_prefix(name: str, known: Collection[str]) -> bool:
    prefix, dot, rest = name.partition(".")
    return bool(rest) and prefix + dot in known
