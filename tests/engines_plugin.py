"""Real engines for the tests: a PostgreSQL and a Redis of their own, started before Django reads its settings.

Each worker of pytest-xdist gets its own Redis database; pytest-django gives it its own PostgreSQL database.
"""

import os
from pathlib import Path

import pytest

from clienteling.engines import EngineError, ensure


def prepare() -> None:
    # A developer's data in var/ is not touched; and a test database needs no protection from a power cut.
    os.environ.setdefault("CLIENTELING_VAR", str(Path(__file__).parents[1] / "var" / "tests"))
    os.environ.setdefault("CLIENTELING_ENGINES_FAST", "1")
    try:
        running = ensure()
    except EngineError as error:
        raise pytest.UsageError(str(error)) from error
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and running.addresses.is_redis_embedded:
        number = 1 + int(worker.removeprefix("gw")) % 15
        os.environ["REDIS_URL"] = running.addresses.redis_url.replace("?db=0", f"?db={number}")


# On import, since pytest-django reads the settings in the first hook there is.
prepare()
