"""The affected clients of a breach as a file, for the notification and for whoever writes to them."""

import csv
from io import StringIO

from django.http import HttpResponse

from clienteling.lib.formulas import safe_cell
from consent.queries.access_log import BreachReport

COLUMNS = ("client", "looks", "fields", "first", "last")


def breach_file(report: BreachReport) -> HttpResponse:
    """CSV in UTF-8, at most as many clients as the report names; moments as ISO 8601 in UTC."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for each in report.clients:
        row = (each.uid, each.looks, " ".join(each.fields), each.first.isoformat(), each.last.isoformat())
        writer.writerow(map(safe_cell, row))
    answer = HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="breach.csv"'
    return answer
