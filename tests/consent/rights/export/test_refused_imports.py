"""What an import does not take: a file that is no export, and a row that cannot stand where it is brought."""

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from consent.models import AccessEntry
from consent.rights.errors import RightsError
from consent.rights.export import reading
from consent.rights.export.reading import import_export
from crm.models import Brand, Client, User, Wish
from tests.consent.rights.export.archives import forget_everybody, rewrite, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(camille: Client, brand: Brand, now: datetime, settings: Settings, tmp_path: Path) -> Path:
    """Of Camille, who wishes for a tote, before a house that does not know her."""
    settings.EXPORT_FOLDER = tmp_path / "exports"
    Wish.objects.create(client=camille, brand=brand, sku="TOTE", added_at=now, changed_at=now)
    _, path = written(camille)
    forget_everybody()
    return path


def refused(path: Path, actor: User) -> str:
    """The code; nobody was kept, and nobody was looked at."""
    with pytest.raises(RightsError) as refusal:
        import_export(path, actor=actor)
    assert (Client.objects.count(), AccessEntry.objects.count()) == (0, 0)
    return refusal.value.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "another-house"}, "not_an_export"),
        ({"version": 2}, "version_unknown"),
        ({"tables": []}, "not_an_export"),
        ({"tables": {}}, "not_an_export"),
        ({"tables": {"crm.Client": []}}, "not_an_export"),
        ({"tables": {"crm.Client": {"uid": "C-1"}}}, "not_an_export"),
        ({"tables": {"crm.Client": ["C-1"]}}, "not_an_export"),
        ({"tables": {"crm.Client": [{"uid": None}]}}, "not_an_export"),
        ({"tables": {"crm.Client": [{"uid": "C" * 99}]}}, "not_an_export"),
    ],
    ids=["format", "version", "list", "empty", "nobody", "one row", "a word", "no number", "a long number"],
)
def test_a_file_of_another_shape_is_refused(archive: Path, admin_user: User, change: dict[str, Any], code: str) -> None:
    rewrite(archive, lambda data: data.update(change))

    assert refused(archive, admin_user) == code


@pytest.mark.parametrize("content", [b"[]", b"{", b"[" * 100_000, b"\xff"], ids=["list", "half", "deep", "bytes"])
def test_data_that_cannot_be_read_is_refused(archive: Path, admin_user: User, content: bytes) -> None:
    with zipfile.ZipFile(archive, "w") as rewritten:
        rewritten.writestr("data.json", content)

    assert refused(archive, admin_user) == "not_an_export"


def test_an_archive_that_was_damaged_on_its_way_is_refused(archive: Path, admin_user: User) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as rewritten:
        rewritten.writestr("data.json", json.dumps({"format": "clienteling-export", "note": "tea " * 5_000}))
    damaged = bytearray(archive.read_bytes())
    damaged[45:60] = b"\xff" * 15
    archive.write_bytes(bytes(damaged))

    assert refused(archive, admin_user) == "not_an_export"


def test_more_than_a_gigabyte_is_refused_unread(
    archive: Path, admin_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000)

    assert refused(archive, admin_user) == "export_too_large"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"brand": ["NOBODY"]}, "reference_unknown"),
        ({"brand": None}, "reference_unknown"),
        ({"client": "C-0000000000"}, "reference_unknown"),
        ({"brand": "AURELLE"}, "row_malformed"),
        ({"brand": ["AURELLE", "paris"]}, "row_malformed"),
        ({"client": ["C-1"]}, "row_malformed"),
        ({"added_at": "yesterday"}, "row_malformed"),
        ({"added_at": None}, "row_refused"),
        ({"removed_at": "2001-01-01T00:00:00+00:00"}, "row_refused"),
        ({"sku": "T" * 61}, "row_refused"),
        ({"sku": "TO\x00TE"}, "row_refused"),
        ({"brand": ["AUR\x00ELLE"]}, "row_refused"),
    ],
    ids=[
        "no brand of this house", "no brand", "another client", "a word", "a word too many", "a list", "no moment",
        "no value", "ends before it begins", "too long", "no text", "no name",
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_kept_is_counted_and_the_others_come(
    archive: Path, admin_user: User, values: dict[str, Any], code: str
) -> None:
    rewrite(archive, lambda data: data["tables"]["crm.Wish"][0].update(values))

    brought = import_export(archive, actor=admin_user)

    assert (dict(brought.refused), brought.rows["crm.Wish"]) == ({("crm.Wish", code): 1}, 0)
    assert (Client.objects.get().name, Wish.objects.count()) == ("Camille Laurent", 0)


def test_a_row_comes_without_the_piece_that_this_house_does_not_sell(archive: Path, admin_user: User) -> None:
    rewrite(archive, lambda data: data["tables"]["crm.Wish"][0].update(variant=["TOTE-OF-ANOTHER"]))

    brought = import_export(archive, actor=admin_user)

    assert dict(brought.refused) == {("crm.Wish", "variant_unknown"): 1}
    assert list(Wish.objects.values_list("sku", "variant")) == [("TOTE", None)]
