import json
import socket
from contextlib import closing
from pathlib import Path

import pytest

from clienteling.demo.supervision.child_logs import LARGEST, bound_log
from clienteling.demo.supervision.plan import Addresses, children_environment
from clienteling.demo.supervision.ports import free_port
from clienteling.demo.supervision.secret_key import local_secret_key
from clienteling.demo.supervision.welcome import write_card
from clienteling.engines.locks import AlreadyHeld, held_alone

ADDRESSES = Addresses("127.0.0.1", 8001, 2526)
KEYS = {
    "logins": {"alice": {"role": "advisor", "email": "alice@aurelle.example", "password": "fovi-tama"}},
    "write_keys": {"aurelle-web": "wk_web", "aurelle-app": "wk_app"},
    "api_key": "ck_secret",
}


def mode_of(file: Path) -> int:
    return file.stat().st_mode & 0o777


def test_a_taken_port_gives_the_next_free_one() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        found = free_port(port, host="127.0.0.1")

    assert found > port


def test_a_free_port_is_taken_as_it_is() -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert free_port(port, host="127.0.0.1") == port


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = local_secret_key(tmp_path / "var")

    assert local_secret_key(tmp_path / "var") == first
    assert len(first) >= 64
    assert mode_of(tmp_path / "var" / "secret-key") == 0o600


def test_the_card_holds_addresses_log_ins_and_keys_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"

    write_card(file, ADDRESSES, keys=KEYS)

    assert mode_of(file) == 0o600
    assert json.loads(file.read_text()) == {
        **KEYS,
        "addresses": {
            "base": "http://localhost:8001",
            "staff": "http://localhost:8001/",
            "shop": "http://localhost:8001/shop/",
            "app": "http://localhost:8001/app/",
            "mail": "http://localhost:8001/demo/mail/",
            "api": "http://localhost:8001/api/v1/schema/",
        },
        "smtp": {"host": "127.0.0.1", "port": 2526},
        "ingest_write_key": "wk_web",
    }


def test_the_children_know_where_they_are_and_which_keys_the_shop_has() -> None:
    environment = children_environment(ADDRESSES, keys=KEYS)

    names = ("CLIENTELING_BASE_URL", "EMAIL_PORT", "STOREFRONT_API_KEY", "STOREFRONT_WRITE_KEY", "APP_WRITE_KEY")
    assert [environment[name] for name in names] == ["http://localhost:8001", "2526", "ck_secret", "wk_web", "wk_app"]


def test_a_log_that_grew_too_long_is_cut_and_its_content_kept_aside(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * (LARGEST + 1))

    with log.open("ab") as writer:
        bound_log(log)
        writer.write(b"after the cut")

    assert log.read_bytes() == b"after the cut"
    assert (tmp_path / "web.1.log").stat().st_size == LARGEST + 1


def test_a_lock_that_another_holds_is_refused_at_once(tmp_path: Path) -> None:
    with held_alone(tmp_path / "demo.lock"), pytest.raises(AlreadyHeld), held_alone(tmp_path / "demo.lock"):
        pass
