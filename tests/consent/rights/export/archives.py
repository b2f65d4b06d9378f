"""Archives as tests read them, and a database that has forgotten everybody."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from consent.registry.registered import tables_of_clients
from consent.rights.export.archive import write_archive
from consent.rights.export.folder import export_folder
from consent.rights.export.rows import Subject
from crm.models import Client


def written(client: Client, *, with_inferred: bool = True) -> tuple[dict[str, Any], Path]:
    """The data of an archive of this person, and the file."""
    records = Client.objects.records_of(client).values_list("pk", flat=True)
    path = export_folder() / f"{client.uid}.zip"
    with path.open("w+b") as target:
        write_archive(
            target, Subject(list(records)), with_inferred=with_inferred, made_at=timezone.now(),
            progress=lambda tables, rows: None,
        )  # fmt: skip
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("data.json"))["tables"], path


def sheets(path: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".csv")]
        return {
            name.removesuffix(".csv"): list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in names
        }


def manifest(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        found: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return found


def forget_everybody() -> None:
    """As in a database where these people never were; the house, its catalogue and its staff stay."""
    tables = [each.model_class._meta.db_table for each in tables_of_clients()]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(tables)}, crm_messageid CASCADE")


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The archive as somebody else's programme might have made it: ``change`` gets the whole of ``data.json``."""
    with zipfile.ZipFile(path) as archive:
        data = json.loads(archive.read("data.json"))
    change(data)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.json", json.dumps(data))
