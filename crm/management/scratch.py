"""A database of its own for a benchmark: migrated, empty, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def scratch_database() -> Iterator[None]:
    """Within it, the default connection is to an empty, migrated database beside the configured one.

    Other processes do not see it unless they are told its name, ``connection.settings_dict["NAME"]``.
    """
    configured = connection.settings_dict["NAME"]
    test_settings = connection.settings_dict["TEST"]
    previous, test_settings["NAME"] = test_settings["NAME"], f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0)
        test_settings["NAME"] = previous
