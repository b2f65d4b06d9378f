"""The import, killed for real, again and again, at moments that nobody chose."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Max, Sum

from clienteling.engines.urls import socket_database_url
from crm.models import Client, Identifier, ImportRun, Purchase, PurchaseLine, Relationship
from tests.crm.ingest.files.conftest import file_of, receipt_line

LINES, RECEIPT_LENGTH, BAD_EVERY = 40_000, 9, 997
KILLS = 5

Line = tuple[str, str, str, str]


def till_lines(chance: random.Random) -> list[Line]:
    """(reference, sku, pieces, client) of a long file: some lines bad, some far away from their receipt."""
    lines: list[Line] = []
    for number in range(LINES):
        receipt = number // RECEIPT_LENGTH if number % 50 else chance.randrange(1 + number // RECEIPT_LENGTH)
        pieces = "none" if number % BAD_EVERY == 5 else str(1 + number % 7)
        lines.append((str(receipt), f"a{number % 400}", pieces, str(1 + receipt % 700) if receipt % 4 else ""))
    return lines


def expected_positions(lines: list[Line]) -> dict[str, list[int]]:
    """Receipt to the positions of its good lines."""
    seen: dict[str, int] = defaultdict(int)
    positions: dict[str, list[int]] = defaultdict(list)
    for reference, _, pieces, _ in lines:
        seen[reference] += 1
        if pieces != "none":
            positions[reference].append(seen[reference])
    return dict(positions)


def start_import(path: Path, mapping: Path) -> "subprocess.Popen[bytes]":
    database = connection.settings_dict
    url = socket_database_url(database["HOST"], name=database["NAME"], user=database["USER"])
    if "/" not in database["HOST"]:
        url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}/"
        url += database["NAME"]
    command = [
        sys.executable, "manage.py", "import", "purchases", path, "--map", mapping, "--brand", "AURELLE",
        "--create-brand", "--resume", "--rejects", path.with_suffix(".rejects"), "--chunk-size", "1000",
    ]  # fmt: skip
    environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL)


def settled() -> int:
    return ImportRun.objects.aggregate(last=Max("position"))["last"] or 0


def kill_somewhere(path: Path, mapping: Path, pause: float) -> None:
    """Start the import, wait until it has settled something more, and a moment longer, and kill it."""
    before, process = settled(), start_import(path, mapping)
    while settled() <= before and process.poll() is None:
        time.sleep(0.01)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_at_random_moments_loses_nothing_and_keeps_nothing_twice(
    tmp_path: Path, mapping_path: Path
) -> None:
    chance, path = random.Random(20261122), tmp_path / "till.csv"
    lines = till_lines(chance)
    written = (receipt_line(ref, sku, pieces=pieces, client=client, price="2,55") for ref, sku, pieces, client in lines)
    path.write_text(file_of(*written), "utf-8")

    for _ in range(KILLS):
        kill_somewhere(path, mapping_path, chance.uniform(0, 0.15))
    interrupted_at = settled()
    assert start_import(path, mapping_path).wait(timeout=120) == 0

    good = [line for line in lines if line[2] != "none"]
    customers = {line[3] for line in good if line[3]}
    positions: dict[str, list[int]] = defaultdict(list)
    found = PurchaseLine.objects.order_by("purchase_id", "number").values_list("purchase__source_ref", "number")
    for reference, number in found:
        positions[reference].append(number)
    net = sum(int(line[2]) for line in good) * Decimal("2.55")
    run = ImportRun.objects.get()
    assert 0 < interrupted_at < LINES, "the kills came too early or too late to prove anything"
    assert dict(positions) == expected_positions(lines)
    assert Purchase.objects.aggregate(net=Sum("total"))["net"] == net
    assert PurchaseLine.objects.aggregate(net=Sum("amount"))["net"] == net
    assert [model.objects.count() for model in (Client, Identifier, Relationship)] == [len(customers)] * 3
    assert (run.status, run.position, run.counts["figures"]["lines"]) == ("done", LINES + 1, LINES)
    assert (run.counts["figures"]["net EUR"], run.counts["new"]["lines"]) == (str(net), len(good))
    with path.with_suffix(".rejects").open(encoding="utf-8", newline="") as file:
        rejected = [(int(row[0]), row[1]) for row in list(csv.reader(file))[1:]]
    bad = [(number, "quantity_invalid") for number, line in enumerate(lines, 2) if line[2] == "none"]
    assert (rejected, run.counts["rejected"]) == (bad, {"quantity_invalid": len(bad)})
