"""``manage.py demo_house``: once, and never over what is there."""

import json
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from clienteling.demo.keys import keys_path
from crm.models import ApiKey, Brand, Client, Purchase, Source, User
from tests.demonstration import FAST_HASHERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> Iterator[Path]:
    with override_settings(VAR=tmp_path, PASSWORD_HASHERS=FAST_HASHERS):
        yield tmp_path


def run(**options: Any) -> str:
    told = StringIO()
    call_command("demo_house", stdout=told, **{"clients": 120, **options})
    return told.getvalue()


def read_keys() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(keys_path().read_text(encoding="utf-8"))
    return content


def test_the_log_ins_and_keys_work_and_only_their_owner_can_read_them() -> None:
    run()

    keys = read_keys()
    logins = keys["logins"]
    assert set(logins) == {"alice", "bob", "charlie", "maya", "hana", "petra", "admin"}
    assert all(User.objects.get(email=it["email"]).check_password(it["password"]) for it in logins.values())
    assert keys["write_keys"] == dict(Source.objects.values_list("code", "write_key"))
    assert ApiKey.objects.get(prefix=keys["api_key"].split(".")[0]).brand == Brand.objects.get(code="AURELLE")
    assert stat.S_IMODE(keys_path().stat().st_mode) == 0o600


def test_a_second_start_makes_nothing() -> None:
    run()
    before = (Client.objects.count(), Purchase.objects.count(), read_keys())

    told = run()

    assert (Client.objects.count(), Purchase.objects.count(), read_keys()) == before
    assert told == "The demonstration house stands already; nothing was made.\n"


def test_a_lost_file_is_written_anew_and_what_stood_in_it_is_worth_nothing() -> None:
    run()
    lost = read_keys()
    keys_path().unlink()

    run()

    found = read_keys()
    alice = User.objects.get(email="alice@aurelle.example")
    assert alice.check_password(found["logins"]["alice"]["password"])
    assert not alice.check_password(lost["logins"]["alice"]["password"])
    assert ApiKey.objects.filter(prefix=lost["api_key"].split(".")[0], revoked_at=None).count() == 0
    assert found["write_keys"] == lost["write_keys"]


def test_a_house_for_nobody_is_refused() -> None:
    with pytest.raises(CommandError, match="at least 100 clients"):
        run(clients=5)

    assert (Client.objects.count(), keys_path().exists()) == (0, False)


def test_a_house_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("clienteling.demo.house.write_journeys", break_off)

    with pytest.raises(KeyboardInterrupt):
        run()

    assert (Client.objects.count(), Brand.objects.count(), keys_path().exists()) == (0, 0, False)
