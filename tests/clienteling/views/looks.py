"""A look that somebody took at a client, at a moment."""

from datetime import datetime

import time_machine

from consent.actions.access import record_access
from crm.models import Client, User


def looked(user: User, client: Client | None, at: datetime, fields: list[str] | None = None) -> None:
    with time_machine.travel(at, tick=False):
        record_access(user=user, client=client, action="viewed", fields=fields or ["identity"], why="visit")
