"""Who may call what: every address that there is, one module an area. A new address has no row here, and fails.

The API has a finer matrix of its own, by key and scope (tests/clienteling/api/test_scopes.py).
"""

from tests.matrix import check_in, clients, data_quality, day, files, journeys, own_page, privacy, segments

# In the order of docs/endpoints.md.
ROWS = [
    *day.ROWS,
    *clients.ROWS,
    *check_in.ROWS,
    *files.ROWS,
    *journeys.ROWS,
    *data_quality.ROWS,
    *segments.ROWS,
    *privacy.ROWS,
    *own_page.ROWS,
]
