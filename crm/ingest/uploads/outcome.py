"""What a check or an import came to, in the form in which its upload keeps it."""

from typing import Any

from crm.ingest.files.importing import ImportReport

Findings = dict[str, Any]


def findings_of(report: ImportReport, seconds: float) -> Findings:
    """``lines``, ``new`` by thing, ``rejected`` by code, and ``figures``. No cell of the file stands in it."""
    figures = dict(report.tally.figures)
    return {
        "lines": int(figures.pop("lines", 0)),
        "new": {} if report.was_done else dict(+(report.new or report.tally.new)),
        "rejected": dict(report.tally.rejected.most_common()),
        "figures": {name: str(figure) for name, figure in {**report.totals, **figures}.items()},
        "was_done": report.was_done,
        "seconds": round(seconds, 1),
    }
