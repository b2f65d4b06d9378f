"""The libraries that Segment publishes for JavaScript, installed by their lock."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from clienteling.engines.locks import exclusive
from crm.models import Brand, Source
from tests.factories import make_source

# The browser's driver runs in the thread of the test, where Django would take every query for one of its loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
# A copy of the lock as it was installed: npm asks for nothing when it is the same.
STAMP = HERE / "node_modules" / ".installed-lock.json"


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder ``node_modules``, installed by whoever asks first while the others wait: npm shares no folder."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no Node.js with npm on this machine; on Debian: apt-get install nodejs npm")
    with exclusive(HERE / ".installing"):
        if not STAMP.is_file() or STAMP.read_bytes() != LOCK.read_bytes():
            _install()
    return HERE / "node_modules"


def _install() -> None:
    done = subprocess.run(["npm", "ci"], cwd=HERE, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        pytest.skip(f"npm could not install the libraries of {LOCK.name}: {done.stderr[-500:]}")
    shutil.copyfile(LOCK, STAMP)


@pytest.fixture
def website(brand: Brand) -> Source:
    return make_source(brand, "aurelle-web")
