"""Whatever is decided is decided on the record that lives: a merge may be quicker than the hand that says no."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.apps import apps
from django.db import transaction

from consent.subjects import Subject

P = ParamSpec("P")
R = TypeVar("R")


class RecordMovedError(Exception):
    """The client was merged into ``live`` while this call waited for the lock."""

    def __init__(self, live: Subject) -> None:
        super().__init__(live.pk)
        self.live = live


def lock_decisions(client: Subject) -> None:
    """One decision at a time per client: whoever compares with earlier ones must see them all. In a transaction.

    Raises RecordMovedError, which ``on_live_record`` answers.
    """
    found = apps.get_model("crm", "Client").objects.select_for_update(no_key=True).get(pk=client.pk)
    # Asked after the wait: a join would show whom the record meant before it.
    if found.canonical is not None:
        raise RecordMovedError(found.canonical)


def on_live_record(action: Callable[Concatenate[Subject, P], R]) -> Callable[Concatenate[Subject, P], R]:
    """Runs an action that locks its client first in a transaction, on the survivor where the client was merged.

    What was locked is given up before the survivor is: nobody waits in a circle.
    """

    @wraps(action)
    def run(client: Subject, *args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                with transaction.atomic():
                    return action(client, *args, **kwargs)
            except RecordMovedError as moved:
                client = moved.live

    return run
