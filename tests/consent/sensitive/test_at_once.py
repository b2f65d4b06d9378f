"""Two workers, an advisor who writes at that moment, a worker that dies, and a backup from before."""

from datetime import datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from clienteling.actions.notes import write_note
from clienteling.models import Note, Task
from consent.journal.write import write_journal
from consent.models import SensitiveWithdrawal
from consent.sensitive import work
from consent.sensitive.work import carry_out_withdrawals
from crm.actions.profile_errors import ProfileError
from crm.models import Boutique, Brand, Client, User
from tests.consent.journal.backups import back_up, forget, restore
from tests.consent.sensitive.conftest import say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def noted(mei: Client, shanghai: Boutique, li: User) -> Client:
    write_note(mei, author=li, boutique=shanghai, text="vervain", is_private=False)
    return mei


def test_two_workers_and_a_writing_advisor_leave_nothing_and_tell_once(
    noted: Client, brand: Brand, shanghai: Boutique, li: User, now: datetime
) -> None:
    say(noted, brand, "withdrawn", now)
    barrier = Barrier(3)

    def run(deed: Any) -> None:
        barrier.wait()
        try:
            deed()
        except ProfileError:
            pass
        finally:
            connection.close()

    def write() -> None:
        write_note(noted, author=li, boutique=shanghai, text="too late", is_private=False)

    threads = [Thread(target=run, args=[deed]) for deed in (carry_out_withdrawals, carry_out_withdrawals, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    carry_out_withdrawals()

    assert (Note.objects.count(), Task.objects.count()) == (0, 1)
    assert list(SensitiveWithdrawal.objects.values_list("counts", flat=True)) == [{"clienteling.Note": 1}]


def test_a_worker_that_dies_before_the_end_is_followed_by_another(
    noted: Client, brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(noted, brand, "withdrawn", now)
    with monkeypatch.context() as dying:
        dying.setattr(work, "renew_exports_of", _die)
        with pytest.raises(KeyboardInterrupt):
            carry_out_withdrawals()
    assert (Task.objects.count(), SensitiveWithdrawal.objects.get().finished_at) == (0, None)

    assert carry_out_withdrawals() == 1

    assert (Task.objects.count(), SensitiveWithdrawal.objects.get().counts) == (1, {"clienteling.Note": 1})


def _die(*args: object) -> None:
    raise KeyboardInterrupt


def test_a_restored_backup_forgets_it_again_before_anything_else(noted: Client, brand: Brand) -> None:
    name = f"{connection.settings_dict['NAME']}_backup"
    try:
        back_up(name)
        say(noted, brand, "withdrawn", timezone.now())
        carry_out_withdrawals()
        write_journal()
        restore(name)
        assert Note.objects.count() == 1

        call_command("privacy", "replay")

        assert Note.objects.count() == 0
        assert SensitiveWithdrawal.objects.get().counts == {"clienteling.Note": 1}
    finally:
        forget(name)
