"""The tests' own backups leave nothing behind that a later test could stumble over."""

import pytest
from django.db import connection

from consent.models import Purpose
from tests.consent.journal.backups import back_up, forget, restore


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Purpose._meta.db_table])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_number_that_this_process_has_seen_is_not_given_again_once_the_backup_is_forgotten() -> None:
    name = f"{connection.settings_dict['NAME']}_backup"
    back_up(name)
    try:
        before = [_next_number() for _ in range(3)]
        restore(name)
        again = _next_number()
    finally:
        forget(name)

    assert (again, _next_number()) == (before[0], before[2] + 1)
