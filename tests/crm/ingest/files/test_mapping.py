from pathlib import Path
from typing import Any

import pytest

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.mapping import mapping_from, read_mapping

CONTENT: dict[str, Any] = {"kind": "purchases", "source": "till", "columns": {"sku": "Article"}}


def message_of(content: dict[str, Any]) -> str:
    with pytest.raises(ImportFileError) as refusal:
        mapping_from(content)
    return str(refusal.value)


def test_a_mapping_says_what_it_does_not_say_by_defaults() -> None:
    mapping = mapping_from(CONTENT)

    assert (mapping.file["encoding"], mapping.file["delimiter"], mapping.zone.key) == ("utf-8-sig", ",", "UTC")


def test_a_comment_does_not_make_another_mapping_but_a_column_does(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    hashes = []
    for text in ('sku = "A"', 'sku = "A"  # article', 'sku = "B"'):
        path.write_text(f'kind = "purchases"\nsource = "till"\n[columns]\n{text}\n')
        hashes.append(read_mapping(path).sha256)

    assert [hashes[0] == hashes[1], hashes[0] == hashes[2]] == [True, False]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"kind": ""}, "kind is missing"),
        ({"colums": {}}, "the mapping has colums; known are"),
        ({"columns": {"sku": 3}}, "sku in [columns] must be a text"),
        ({"columns": ["sku"]}, "columns must be a table"),
        ({"file": {"encoding": "utf-9"}}, "an encoding or a time zone that is not known"),
        ({"file": {"timezone": "Europe/Atlantis"}}, "an encoding or a time zone that is not known"),
        ({"file": {"delimiter": ";;"}}, "delimiter in [file] must be one character"),
        ({"file": {"decimal": ",", "thousands": ","}}, "decimal in [file] must be one character"),
        ({"patterns": {"sku": "("}}, "the pattern of sku is not a regular expression"),
        ({"brand": {"theme": "gold"}}, "brand has theme; known are"),
        ({"upper": "sku"}, "upper must be a list"),
        ({"values": {"country": "FR"}}, "country must be a table"),
    ],
)
def test_a_wrong_mapping_is_refused_and_says_where(change: dict[str, Any], what: str) -> None:
    message = message_of(CONTENT | change)

    assert (message.startswith("mapping_invalid: "), what in message) == (True, True), message


@pytest.mark.parametrize(("text", "code"), [(None, "mapping_missing"), ("kind = ", "mapping_invalid")])
def test_a_mapping_that_cannot_be_read_is_refused(tmp_path: Path, text: str | None, code: str) -> None:
    path = tmp_path / "map.toml"
    if text is not None:
        path.write_text(text)

    with pytest.raises(ImportFileError) as refusal:
        read_mapping(path)

    assert refusal.value.code == code


def test_a_kind_refuses_columns_that_it_lacks_or_does_not_know() -> None:
    mapping = mapping_from(CONTENT)
    messages = []
    for columns, known in ((["sku", "quantity"], ["sku", "quantity"]), ([], ["quantity"])):
        with pytest.raises(ImportFileError) as refusal:
            mapping.require(columns=columns, known=known, values=(), options=())
        messages.append(refusal.value.message)

    assert messages == [
        "The mapping is not usable: [columns] lacks quantity.",
        "The mapping is not usable: columns has sku; known are quantity.",
    ]
