"""Files whose columns have the names of the fields, and a function that imports one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crm.ingest.files.importing import ImportReport, ImportRequest, import_file
from crm.ingest.files.mapping import mapping_from

ImportRows = Callable[..., ImportReport]


@pytest.fixture
def import_rows(tmp_path: Path, brand: Any) -> ImportRows:
    """Import a CSV of this content for AURELLE; ``mapping``: sections besides the columns, whose names are the header.

    A dry run of the same file comes first, and must foretell exactly what is then added and refused.
    """
    counter = iter(range(1, 1000))

    def run(kind: str, content: str, *, mapping: dict[str, Any] | None = None, **options: Any) -> ImportReport:
        path = tmp_path / f"{kind}-{next(counter)}.csv"
        path.write_text(content.strip() + "\n", "utf-8")
        header = content.strip().splitlines()[0].split(",")
        said = {"kind": kind, "source": "file", "columns": {name: name for name in header}, **(mapping or {})}
        request = ImportRequest(kind, path, None, "AURELLE", mapping=mapping_from(said), **options)
        foretold = import_file(_dry(request))
        report = import_file(request)
        assert +foretold.new == +report.new
        assert foretold.tally.rejected == report.tally.rejected
        return report

    return run


def _dry(request: ImportRequest) -> ImportRequest:
    from dataclasses import replace

    return replace(request, is_dry=True)


def rejected(report: ImportReport) -> list[tuple[int, str]]:
    """Line and code of what was refused."""
    return [(each.line, each.code) for each in report.examples]


def added(report: ImportReport) -> dict[str, int]:
    return dict(+report.new)
