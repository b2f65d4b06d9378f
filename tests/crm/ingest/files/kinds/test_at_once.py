"""Two files about the same people at the same moment, and live calls beside them: nobody is there twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.ingest.files.importing import ImportRequest, import_file
from crm.models import Brand, Client, Identifier, Product, Variant

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 300


def at_once(*calls: Callable[[], object]) -> None:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        list(pool.map(run, calls))


def importing(folder: Path, kind: str, name: str, lines: list[str]) -> Callable[[], object]:
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return lambda: import_file(ImportRequest(kind, path, None, "AURELLE", chunk_size=50))


def test_two_files_and_live_calls_make_each_person_once(brand: Brand, tmp_path: Path, now: datetime) -> None:
    people = [f"{number},p{number}@mail.example,Person{number}" for number in range(PEOPLE)]
    header = "customer,email,given_name"

    def live() -> None:
        for number in range(0, PEOPLE, 3):
            claims = [IdentifierClaim("email", f"p{number}@mail.example"), IdentifierClaim("anonymous", f"v{number}")]
            resolve_client(claims, source="web", asserted_at=now)

    at_once(
        importing(tmp_path, "clients", "a.csv", [header, *people]),
        importing(tmp_path, "clients", "b.csv", [header, *reversed(people)]),
        live,
    )

    owners = Identifier.objects.filter(retracted_at=None).values("client").distinct().count()
    assert (Client.objects.count(), owners) == (PEOPLE, PEOPLE)
    assert Client.objects.exclude(given_name="").count() == PEOPLE


def test_two_catalogues_at_once_make_each_article_once(brand: Brand, tmp_path: Path) -> None:
    articles = [f"A{number},P{number // 2},{number + 1}" for number in range(PEOPLE)]
    header = "sku,code,price"

    at_once(
        importing(tmp_path, "products", "a.csv", [header, *articles]),
        importing(tmp_path, "products", "b.csv", [header, *reversed(articles)]),
    )

    assert (Product.objects.count(), Variant.objects.count()) == (PEOPLE // 2, PEOPLE)
