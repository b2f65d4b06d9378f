"""``bench import``: the complete Online Retail file into an empty database, against COPY of the same rows.

The comparison copies the rows that the import made into tables with the same columns, checks and indexes, without
foreign keys, by COPY from a file: the fastest that this database on this machine can take them.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction

from crm.ingest.files.importing import ImportReport, ImportRequest, import_file
from crm.management.scratch import scratch_database

FILE = "online_retail.csv.gz"
MAPPING = Path("docs/examples/online_retail.toml")
TABLES = (
    "crm_client", "crm_identifier", "crm_relationship", "crm_product", "crm_variant", "crm_purchase",
    "crm_purchaseline",
)  # fmt: skip
COPY_BYTES = 1 << 16


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Seconds and lines a second of import and of COPY, their ratio, and the peak memory of the process in MB."""
    path = _data_file()
    with scratch_database():
        seconds, report = _timed_import(path)
        peak = _peak_megabytes()
        copied, copy_seconds = _timed_copies()
    return {
        "rows": report.rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(report.rows / seconds),
        "rows_kept_in_tables": copied,
        "copy_seconds": round(copy_seconds, 2),
        "copy_rows_per_second": round(report.rows / copy_seconds),
        "ratio_to_copy": round(copy_seconds / seconds, 2),
        "peak_megabytes": peak,
        "net": str(report.tally.figures["net GBP"]),
    }


def _data_file() -> Path:
    folder = Path(os.environ.get("CLIENTELING_DATA", settings.BASE_DIR / ".." / "shared" / "data"))
    if not (folder / FILE).is_file():
        raise CommandError(f"{FILE} is not in {folder}; set CLIENTELING_DATA to the folder that has it.")
    return folder / FILE


def _timed_import(path: Path) -> tuple[float, ImportReport]:
    started = time.perf_counter()
    request = ImportRequest("purchases", path, settings.BASE_DIR / MAPPING, "GIFT", creates_brand=True)
    report = import_file(request)
    return time.perf_counter() - started, report


def _peak_megabytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def _timed_copies() -> tuple[int, float]:
    """Rows and seconds of COPY into the twins of all tables that the import filled."""
    rows, seconds = 0, 0.0
    for table in TABLES:
        with tempfile.TemporaryFile() as file:
            _export(table, file)
            copied, took = _copy_into_twin(table, file)
        rows, seconds = rows + copied, seconds + took
    return rows, seconds


def _export(table: str, file: IO[bytes]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE twin_{table} (LIKE {table} INCLUDING ALL)")
        with cursor.copy(f"COPY {table} TO STDOUT") as copy:
            for block in copy:
                file.write(block)


def _copy_into_twin(table: str, file: IO[bytes]) -> tuple[int, float]:
    file.seek(0)
    started = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY twin_{table} FROM STDIN") as copy:
            while block := file.read(COPY_BYTES):
                copy.write(block)
        rows = cursor.rowcount
    return rows, time.perf_counter() - started
