"""``bench profile [--clients N]``: a client's page as the server answers it, from the request to the last byte.

Clients are drawn among those whom an advisor sees, and among everybody for headquarters. Each page is asked for with a
session, through every layer: log-in, scope, access log, statements, template. ``--clients 0`` measures the database
that is configured; otherwise a generated house is made beside it. What the pages write is taken back.
"""

import time
from random import Random
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from crm.management.made_house import made_house, somebody_at
from crm.models import Boutique, Client, Interaction, Purchase, User

EACH, WARM = 200, 20
INTERACTIONS = 10


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds of a page at the 50th and 95th percentile, and how many statements it takes."""
    if not options["clients"]:
        return measure()
    with made_house(clients=options["clients"], interactions_per_client=INTERACTIONS):
        return measure()


def measure(each: int = EACH, seed: int = 1) -> dict[str, Any]:
    """The figures for the database that is connected."""
    boutique = Boutique.objects.filter(kind=Boutique.Kind.BOUTIQUE).order_by("pk")[0]
    figures: dict[str, Any] = {"clients": _about(Client), "purchases": _about(Purchase)}
    figures["interactions"] = _about(Interaction)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    with transaction.atomic():
        for name, user in (("advisor", somebody_at(boutique)), ("headquarters", somebody_at(None))):
            clients = _drawn(user, each + WARM, Random(seed))
            figures |= {f"{name}_{figure}": value for figure, value in _asked(user, clients).items()}
        transaction.set_rollback(True)
    return figures


def _asked(user: User, clients: list[str]) -> dict[str, Any]:
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for uid in clients[:WARM]:
        _page(browser, uid)
    timed = [_page(browser, uid) for uid in clients[WARM:]]
    cuts = quantiles([milliseconds for milliseconds, _ in timed], n=20)
    with CaptureQueriesContext(connection) as queries:
        _page(browser, clients[0])
    statements = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    return {
        "p50_ms": round(cuts[9], 1),
        "p95_ms": round(cuts[18], 1),
        "page_kilobytes": round(sum(size for _, size in timed) / len(timed) / 1000, 1),
        "statements": len(statements),
        "statements_ms": round(sum(float(query["time"]) for query in statements) * 1000),
    }


def _page(browser: Browser, uid: str) -> tuple[float, int]:
    """Milliseconds and size of one page. RuntimeError for anything else than the page."""
    started = time.perf_counter()
    answer = browser.get(f"/clients/{uid}/")
    milliseconds = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"the page of a client answered {answer.status_code}")
    return milliseconds, len(answer.content)


def _drawn(user: User, count: int, rng: Random) -> list[str]:
    """Unique ids drawn from those whom the user sees, each found from a random place of the table."""
    first, last = Client.objects.order_by("pk")[0].pk, Client.objects.order_by("-pk")[0].pk
    seen = Client.objects.visible_to(user).order_by("pk")
    drawn: list[str] = []
    while len(drawn) < count:
        drawn += seen.filter(pk__gte=rng.randint(first, last)).values_list("uid", flat=True)[:1]
    return drawn


def _about(model: type[Any]) -> int:
    """The planner's idea of the number of rows, partitions and all: to count fifty million takes minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(reltuples) FILTER (WHERE relkind = 'r' AND reltuples > 0), 0)::bigint FROM pg_class"
            " WHERE oid = %s::regclass OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = %s::regclass)",
            [model._meta.db_table] * 2,
        )
        return int(cursor.fetchone()[0])
