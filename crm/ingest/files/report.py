"""What an import says at its end."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from crm.ingest.files.importing import ImportReport, ImportRequest

# What a purchases file may bring, said also where it brought none.
PURCHASES = ("purchases", "lines", "clients", "products")
LABELS = {
    "lines": "lines",
    "invoices": "invoices",
    "cancelled": "of which cancelled",
    "clients": "clients",
    "lines_without_customer": "lines without a customer",
}


def report_lines(request: ImportRequest, report: ImportReport, seconds: float) -> Iterator[str]:
    """The totals of the file, what changed, what was rejected and why, and the pace."""
    yield f"{request.path.name}, for {report.brand.code} ({report.brand.name})"
    yield from _totals(report)
    yield _changes(request, report)
    yield from _rejects(request, report)
    if report.rows and seconds:
        yield f"{report.rows:,} lines read in {seconds:.1f} s, {report.rows / seconds:,.0f} a second."


def _totals(report: ImportReport) -> Iterator[str]:
    figures = {"lines": 0, **report.totals, **report.tally.figures}
    for name in sorted(figures, key=lambda name: (list(LABELS).index(name) if name in LABELS else len(LABELS), name)):
        if not isinstance(figures[name], Decimal):
            yield f"  {LABELS.get(name, name):<26}{figures[name]:>16,}"
    for name, figure in sorted(figures.items()):
        if isinstance(figure, Decimal):
            yield f"  {'net':<26}{figure:>16,.2f} {name.removeprefix('net ')}"


def _changes(request: ImportRequest, report: ImportReport) -> str:
    names = [*PURCHASES] if request.kind == "purchases" else []
    names += sorted(name for name, number in report.new.items() if number and name not in names)
    counted = ", ".join(f"{report.new[name]:,} {name}" for name in names) or "nothing"
    if report.was_done:
        return f"This file was imported before: {counted} new. Nothing changed."
    if request.is_dry:
        return f"Dry run, nothing was written. It would add: {counted}."
    if report.resumed_at:
        return f"Resumed after line {report.resumed_at:,}. New since: {counted}."
    return f"New: {counted}."


def _rejects(request: ImportRequest, report: ImportReport) -> Iterator[str]:
    rejected = report.tally.rejected
    if not rejected:
        yield "Rejected: no line."
        return
    codes = ", ".join(f"{code} {number:,}" for code, number in rejected.most_common())
    yield f"Rejected: {rejected.total():,} lines ({codes}). The others are {_kept(request)}."
    for example in report.examples:
        yield f"  line {example.line:,}: {example.code}: {example.reason}"
    yield _whereabouts(request.rejects_path)


def _kept(request: ImportRequest) -> str:
    return "good" if request.is_dry else "kept"


def _whereabouts(path: Path | None) -> str:
    where = f"All of them stand in {path}." if path else "Add --rejects FILE to have all of them in a file."
    return f"{where} Correct the file and import it again: only what is not kept yet is added."
