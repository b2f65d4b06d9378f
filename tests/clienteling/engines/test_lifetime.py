"""Real servers: started, joined, killed and started again."""

import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from clienteling.engines.process import command_of, started_at, wait_until_gone
from tests.clienteling.engines.instance import Instance

pytestmark = pytest.mark.faults

WRITE = """
postgres.execute("CREATE TABLE kept (word text)")
postgres.execute("INSERT INTO kept VALUES ('Camille')")
valkey.set("kept", "Camille")
valkey.execute_command("WAITAOF", 1, 0, 3000)
"""
READ = """print(postgres.execute("SELECT word FROM kept").fetchall(), valkey.get("kept"))"""
KEPT = "[('Camille',)] Camille"


def is_alive(pid: int) -> bool:
    return command_of(pid) != ""


def kill(*pids: int) -> None:
    for pid in pids:
        mark = started_at(pid)
        os.kill(pid, signal.SIGKILL)
        assert wait_until_gone(pid, mark=mark, seconds=10)


def end(holder: "subprocess.Popen[str]") -> None:
    holder.terminate()
    holder.communicate(timeout=60)


def test_the_first_process_starts_both_servers_and_the_last_one_out_stops_them(instance_of: Instance) -> None:
    first, started = instance_of.hold()
    second, joined = instance_of.hold()
    pids = instance_of.server_pids()

    end(first)
    alive_with_one_left = [is_alive(pid) for pid in pids]
    end(second)

    assert (started, joined) == (["redis", "postgres"], [])
    assert alive_with_one_left == [True, True]
    assert [is_alive(pid) for pid in pids] == [False, False]


def test_servers_orphaned_by_a_killed_owner_are_adopted_and_stopped_by_the_next(instance_of: Instance) -> None:
    owner, _ = instance_of.hold()
    pids = instance_of.server_pids()
    kill(owner.pid)

    heir, started = instance_of.hold()
    adopted = instance_of.server_pids()
    end(heir)

    assert started == []
    assert adopted == pids
    assert [is_alive(pid) for pid in pids] == [False, False]


def test_a_kill_of_everything_loses_nothing_that_was_written(instance_of: Instance) -> None:
    owner, _ = instance_of.hold()
    instance_of.ask(WRITE)
    kill(owner.pid, *instance_of.server_pids())

    _, started = instance_of.hold()

    assert started == ["redis", "postgres"]
    assert instance_of.ask(READ) == KEPT


def test_data_is_there_again_after_an_orderly_stop(instance_of: Instance) -> None:
    owner, _ = instance_of.hold()
    instance_of.ask(WRITE)
    end(owner)

    instance_of.hold()

    assert instance_of.ask(READ) == KEPT


def test_a_pid_file_whose_number_belongs_to_another_program_is_stale(instance: Instance) -> None:
    owner, _ = instance.hold()
    kill(owner.pid, *instance.server_pids())
    pid_file = instance.state / "postgres" / "postmaster.pid"
    stranger = subprocess.Popen(["sleep", "60"], user=pid_file.stat().st_uid)
    pid_file.write_text("\n".join([str(stranger.pid), *pid_file.read_text().splitlines()[1:]]) + "\n")

    _, started = instance.hold()
    stranger_survived = stranger.poll() is None
    stranger.kill()
    stranger.wait()

    assert started == ["redis", "postgres"]
    assert stranger_survived


def test_processes_that_begin_together_start_the_servers_once(instance: Instance) -> None:
    with ThreadPoolExecutor(4) as pool:
        started = sorted(names for _, names in pool.map(lambda _: instance.hold(), range(4)))

    assert started == [[], [], [], ["redis", "postgres"]]


def test_a_second_call_starts_again_what_has_died(instance: Instance) -> None:
    shown = instance.python(
        "import os, signal, time\n"
        "from clienteling.engines import ensure\n"
        "from clienteling.engines.place import current_place\n"
        "ensure()\n"
        "pid = int((current_place().valkey_data / 'valkey.pid').read_text())\n"
        "os.kill(pid, signal.SIGKILL)\n"
        "from clienteling.engines.process import command_of\n"
        "while command_of(pid): time.sleep(0.01)\n"
        "print(*ensure().started)"
    )

    assert shown == "redis"


def test_a_forked_child_keeps_the_servers_when_its_parent_ends(instance: Instance) -> None:
    child = int(
        instance.python(
            "import os, sys, time\n"
            "from clienteling.engines import ensure\n"
            "ensure()\n"
            "child = os.fork()\n"
            "if child:\n"
            "    print(child)\n"
            "else:\n"
            "    os.close(1)\n"
            "    time.sleep(60)\n"
        )
    )
    alive = [is_alive(pid) for pid in instance.server_pids()]
    kill(child)

    assert alive == [True, True]


def test_two_folders_are_two_independent_instances(instance: Instance, other_instance: Instance) -> None:
    instance.hold()
    owner, started = other_instance.hold()
    instance.ask(WRITE)

    tables = other_instance.ask("print(postgres.execute(\"SELECT to_regclass('kept')\").fetchone())")
    end(owner)

    assert started == ["redis", "postgres"]
    assert tables == "(None,)"
    assert instance.ask(READ) == KEPT


def test_a_stop_by_hand_ends_the_servers_under_their_users(instance: Instance) -> None:
    instance.hold()
    pids = instance.server_pids()

    began = time.monotonic()
    done = instance.command("stop")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [is_alive(pid) for pid in pids] == [False, False]
    assert time.monotonic() - began < 30


def test_accented_names_fold_and_sort_alike_everywhere(instance: Instance) -> None:
    instance.hold()

    shown = instance.ask("""print(postgres.execute("SELECT lower('ÉLODIE ŁÓDŹ'), 'Z' < 'é'").fetchone())""")

    assert shown == "('élodie łódź', True)"
