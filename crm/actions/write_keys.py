"""A source's write key, changed while websites and apps still send with the former one."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from crm.models import Source

# Apps are updated slowly.
OVERLAP = timedelta(days=30)


@transaction.atomic
def replace_write_key(source: Source, *, at: datetime) -> str:
    """The new key. The former one is taken until ``at`` + OVERLAP; one before that is not taken any more."""
    locked = Source.objects.select_for_update(no_key=True).get(pk=source.pk)
    locked.former_write_key, locked.former_until = locked.write_key, at + OVERLAP
    locked.write_key = secrets.token_urlsafe(32)
    locked.save(update_fields=["write_key", "former_write_key", "former_until"])
    return locked.write_key
