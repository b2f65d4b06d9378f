"""What a client puts right by their own hand is a rectification like any other (GDPR Art. 16, 19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from consent.models import SubjectRequest
from consent.rights.by_own_hand import begin_own_request
from crm.models import Client
from crm.rights.corrections import keep_corrections


def keep_own_correction(client: Client, changes: Mapping[str, tuple[Any, Any]], *, at: datetime) -> None:
    """``changes``: field to its former and its new value; nothing is kept of those that are equal, and no request where
    all are. In the transaction that changes them, under the client's lock."""
    changed = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changed:
        request = begin_own_request(client, kind=SubjectRequest.Kind.RECTIFICATION, at=at)
        keep_corrections(request, changed, actor=None, at=at)
