"""Processes of both keys write about the same addresses at the same moment, while a third carries them over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.models import Count

from consent.contact_hash import contact_hashes
from consent.models import CurrentDecision, Suppression
from consent.queries.permission import may_contact
from consent.rehashing.carry_over import carry_over
from crm.models import Boutique, Brand
from tests.consent.rehashing.keys import FORMER, NEW, second_restart
from tests.factories import allow_contact, make_known_client
from tests.faults.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[3]
HOW_MANY = 12
WORK = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from consent.actions.suppress import suppress, withdraw_by_link
from crm.models import Brand, Client
brand = Brand.objects.get()
print("ready", flush=True)
sys.stdin.readline()
for number in range({many}):
    suppress("email", f"client-{{number}}@mail.example", brand=brand, reason="complained")
    for client in Client.objects.filter(given_name=f"Client {{number}}"):
        withdraw_by_link(client, brand=brand, channel="email", at=timezone.now())
    if {carries} and number % 4 == 3:
        call_command("reseal")
"""


def worker(*, carries: bool = False, **keys: str) -> subprocess.Popen[str]:
    told = {"DJANGO_SETTINGS_MODULE": "clienteling.settings", "DATABASE_URL": database_url(), **keys}
    return subprocess.Popen(
        [sys.executable, "-c", WORK.format(many=HOW_MANY, carries=carries)], cwd=ROOT, env={**os.environ, **told},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_no_address_is_suppressed_twice_and_none_may_be_written_to(
    boutique: Boutique, brand: Brand, now, settings
) -> None:
    addresses = [f"client-{number}@mail.example" for number in range(HOW_MANY)]
    clients = [make_known_client(boutique, f"Client {n}", email=each) for n, each in enumerate(addresses)]
    for client in clients:
        allow_contact(client, brand)
    first = {"CLIENTELING_CONTACT_HASH_KEY": FORMER, "CLIENTELING_NEXT_CONTACT_HASH_KEY": NEW}
    second = {"CLIENTELING_CONTACT_HASH_KEY": NEW, "CLIENTELING_OLD_CONTACT_HASH_KEYS": FORMER}
    workers = [worker(**first), worker(**first), worker(**second), worker(**second, carries=True)]
    ready = [each.stdout.readline() for each in workers if each.stdout]

    ends = [each.communicate("go\n", timeout=300) and each.returncode for each in _begun(workers)]

    assert (ready, ends) == (["ready\n"] * 4, [0] * 4)
    second_restart(settings)
    carry_over()
    newest = {contact_hashes("email", each)[-1] for each in addresses}
    live = Suppression.objects.filter(lifted_at=None).values("contact_hash", "reason").annotate(rows=Count("pk"))
    assert {(row["contact_hash"], row["reason"], row["rows"]) for row in live} == {
        (hashed, reason, 1) for hashed in newest for reason in ("complained", "unsubscribed")
    }
    assert set(CurrentDecision.objects.filter(channel="email").values_list("contact_hash", flat=True)) == newest
    asked = [may_contact(each, purpose="marketing", channel="email", brand=brand, at=now) for each in clients]
    assert [each.reason for each in asked] == ["suppressed"] * HOW_MANY


def _begun(workers: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    """All of them told to go before any of them is waited for."""
    for each in workers:
        if each.stdin:
            each.stdin.write("go\n")
            each.stdin.flush()
    return workers
