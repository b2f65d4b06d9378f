"""Looks of one deed are one line of the desk."""

from datetime import datetime, timedelta

import time_machine

from clienteling.queries.look_runs import look_runs
from consent.actions.access import record_access, record_access_to_many
from consent.models import AccessEntry
from crm.models import Client, User


def test_a_file_of_several_clients_is_one_line_and_a_look_a_line_of_its_own(
    camille: Client, alice: User, hana: User, now: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        record_access_to_many([camille.pk] * 3, user=hana, action="exported", fields=["identity"], why="segment file")
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        for message in (1, 2):
            why = f"destination 7 message {message}"
            record_access(user=hana, client=None, action="exported", fields=["segments"], why=why)
        record_access(user=alice, client=camille, action="viewed", fields=["identity"], why="visit")

    runs = look_runs(AccessEntry.objects.order_by("-pk"))

    assert [(run.entry.user, run.entry.client, run.count) for run in runs] == [
        (alice, camille, 1),
        (hana, None, 2),
        (hana, camille, 3),
    ]
