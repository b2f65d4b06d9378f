import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clienteling.engines.instance import PROJECT, Instance


@pytest.fixture(scope="session")
def engines_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="engines-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


def new_instance(home: Path, uid: int | None = None, gid: int | None = None) -> Instance:
    # Not pytest's tmp_path: it is long, and closed to the ordinary user.
    var = Path(tempfile.mkdtemp(prefix="var-", dir="/tmp"))
    if uid is not None and gid is not None:
        os.chown(var, uid, gid)
    return Instance(var, home, uid, gid)


def remove(instance: Instance) -> None:
    for holder in instance.holders:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    stopped = instance.command("stop")
    shutil.rmtree(instance.state, ignore_errors=True)
    shutil.rmtree(instance.var)
    assert stopped.returncode == 0, stopped.stderr


@pytest.fixture
def instance(engines_home: Path) -> Iterator[Instance]:
    made = new_instance(engines_home)
    yield made
    remove(made)


@pytest.fixture
def other_instance(engines_home: Path) -> Iterator[Instance]:
    made = new_instance(engines_home)
    yield made
    remove(made)


@pytest.fixture(params=["root", "an ordinary user"] if os.geteuid() == 0 else ["an ordinary user"])
def instance_of(request: pytest.FixtureRequest, engines_home: Path) -> Iterator[Instance]:
    """The engines started by root, who hands them to their own user, and by an ordinary user."""
    if request.param == "root" or os.geteuid() != 0:
        made = new_instance(engines_home)
    else:
        nobody = pwd.getpwnam("nobody")
        _require_readable_project(nobody)
        made = new_instance(engines_home, nobody.pw_uid, nobody.pw_gid)
    yield made
    remove(made)


def _require_readable_project(user: pwd.struct_passwd) -> None:
    """Nor where the Python itself lies in root's own home, and cannot so much as be started."""
    try:
        tried = subprocess.run(
            [sys.executable, "-c", "import psycopg, clienteling.engines"],
            cwd="/",
            env={"PYTHONPATH": str(PROJECT)},
            user=user.pw_uid,
            group=user.pw_gid,
            extra_groups=[],
            check=False,
            capture_output=True,
        )
    except PermissionError:
        can_read = False
    else:
        can_read = tried.returncode == 0
    if not can_read:
        pytest.skip(f"an ordinary user cannot read {PROJECT} here")
