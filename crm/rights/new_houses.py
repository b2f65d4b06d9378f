"""A house that is founded hears at once who objected to all houses."""

from functools import partial
from typing import Any

from django.db import transaction

from consent.rights.later_houses import carry_objections
from crm.models import Brand


def heed_objections(instance: Brand, created: bool, raw: bool = False, **_: Any) -> None:
    """For ``post_save`` of a brand. Twice, since somebody may object while the house is founded."""
    if created and not raw:
        carry_objections(instance)
        transaction.on_commit(partial(carry_objections, instance), robust=True)
