"""The affected clients of a breach as a file, for the notification and for whoever writes to them."""

import csv
from collections.abc import Sequence
from io import StringIO

from django.http import HttpResponse

from clienteling.actions.leave import Staying
from clienteling.lib.formulas import safe_cell
from consent.queries.access_log import BreachReport

COLUMNS = ("client", "looks", "fields", "first", "last")


def breach_file(report: BreachReport, staying: Staying, *, unknown: Sequence[str]) -> HttpResponse:
    """CSV in UTF-8, of every client that the report counts; moments as ISO 8601 in UTC.

    Whose data may not go to where the officer works is not in it; how many they are, and which accounts nobody has,
    stands below.
    """
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for each in (each for each in report.clients if each.uid not in staying.uids):
        row = (each.uid, each.looks, " ".join(each.fields), each.first.isoformat(), each.last.isoformat())
        writer.writerow(map(safe_cell, row))
    if staying.words:
        writer.writerow([staying.words])
    if unknown:
        writer.writerow([safe_cell(f"No account of the house, so nothing was found of: {' '.join(unknown)}")])
    answer = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="breach.csv"'
    return answer
