"""What was stopped after a backup is stopped in the restored copy."""

import pytest

from consent.journal.kinds import REASON
from consent.journal.replay import replay_journal
from consent.journal.write import write_journal
from consent.models import JournalFile
from crm.models import Brand
from journeys.models import KillSwitch

pytestmark = pytest.mark.django_db


def switches() -> list[tuple[str | None, bool, str]]:
    return list(KillSwitch.objects.order_by("pk").values_list("brand__code", "is_on", "reason"))


def replay_anew() -> None:
    write_journal()
    JournalFile.objects.all().delete()
    replay_journal()


def test_a_stop_holds_again(brand: Brand) -> None:
    switch = KillSwitch.objects.create(brand=brand, reason="A wrong price")
    KillSwitch.objects.create(is_on=True)
    switch.is_on = True
    switch.save()
    write_journal()
    KillSwitch.objects.all().delete()

    replay_anew()

    assert switches() == [(None, True, REASON), ("AURELLE", True, REASON)]


def test_a_stop_that_ended_before_the_database_was_lost_ends_again(brand: Brand) -> None:
    switch = KillSwitch.objects.create(brand=brand, is_on=True)
    write_journal()
    KillSwitch.objects.update(is_on=False)
    write_journal()
    switch.delete()

    replay_anew()

    assert switches() == [("AURELLE", False, REASON)]


def test_what_is_stopped_in_the_copy_stays_stopped(brand: Brand) -> None:
    KillSwitch.objects.create(brand=brand, is_on=True, reason="A wrong price")
    write_journal()
    KillSwitch.objects.update(is_on=False)
    write_journal()
    KillSwitch.objects.update(is_on=True)

    replay_anew()

    assert switches() == [("AURELLE", True, "A wrong price")]
