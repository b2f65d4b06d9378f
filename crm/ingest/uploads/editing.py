"""What somebody chose on the screen, as the content of a mapping. Pure."""

from collections.abc import Mapping as Lookup
from typing import Any

from crm.ingest.files.fields import FLAGS
from crm.ingest.files.kinds.registry import kind_named
from crm.ingest.files.mapping import FILE_DEFAULTS, mapping_from

Content = dict[str, Any]
FORM_FIELDS = ("encoding", "delimiter", "date", "decimal", "thousands", "timezone", "list")
# A tab cannot be typed into a field of one sign.
_SIGNS = {"tab": "\t", "\\t": "\t"}


def edited_content(content: Content, header: list[str], typed: Lookup[str, str]) -> Content:
    """The mapping after what was typed. ``column-<place>`` names the field of a column; ``constant-<field>`` a value
    for every line; ``word-<field>|<text>`` what a word of the file means; ``file-<name>`` and ``option-<name>`` how the
    file is written and read.

    Raises ImportFileError ``mapping_invalid``, such as for two columns that are the same field.
    """
    kind = kind_named(content["kind"])
    names = {each.name for each in kind.fields}
    columns: dict[str, str] = {}
    for place, column in enumerate(header):
        name = _field(typed.get(f"column-{place}", ""), column, names)
        if name in columns:
            raise mapping_from(content).wrong(f"two columns are {name}: {columns[name]} and {column}")
        if name:
            columns[name] = column
    constants = {
        name: typed[f"constant-{name}"].strip() for name in sorted(names) if typed.get(f"constant-{name}", "").strip()
    }
    form = {name: _sign(typed[f"file-{name}"]) for name in FORM_FIELDS if f"file-{name}" in typed}
    edited = content | {
        "source": typed.get("source", "").strip() or content["source"],
        "columns": columns,
        "constants": {name: text for name, text in constants.items() if name not in columns},
        "file": {**FILE_DEFAULTS, **content.get("file", {}), **form},
        "options": _options(content, typed),
        "values": _words(content, columns, typed),
    }
    mapping_from(edited)
    return edited


def _field(name: str, column: str, names: set[str]) -> str:
    """A field of many takes the column's name: ``taste.`` for the column "Ring size" is ``taste.Ring size``."""
    if name not in names or not name.endswith("."):
        return name if name in names else ""
    return name + (column.partition(".")[2] if column.startswith(name) else column)


def _words(content: Content, columns: Lookup[str, str], typed: Lookup[str, str]) -> dict[str, dict[str, str]]:
    """What was known of words stays, for the fields that still have a column; an emptied one is forgotten."""
    words = {name: dict(known) for name, known in content.get("values", {}).items() if name in columns}
    for key, meaning in typed.items():
        name, bar, text = key.removeprefix("word-").partition("|")
        if key.startswith("word-") and bar and name in columns:
            words.setdefault(name, {})[text] = meaning.strip()
    return {name: {text: each for text, each in known.items() if each} for name, known in words.items()}


def _sign(text: str) -> str:
    return _SIGNS.get(text, text)


def _options(content: Content, typed: Lookup[str, str]) -> dict[str, Any]:
    """Texts, and yes or no; lists are set in mappings that were written as a file."""
    offered = kind_named(content["kind"]).options
    standing: dict[str, Any] = dict(content.get("options", {}))
    for key, text in typed.items():
        name = key.removeprefix("option-")
        if name == key or name not in offered:
            continue
        if isinstance(offered[name], bool):
            standing[name] = FLAGS.get(text.strip().casefold(), False)
        elif text.strip():
            standing[name] = text.strip()
        else:
            standing.pop(name, None)
    return standing
