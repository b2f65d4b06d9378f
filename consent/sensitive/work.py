"""Carry a withdrawal of the consent to sensitive information out: soon after, any number of times, twice at once.

What is kept by the consent alone goes with it (GDPR Art. 17(1)(b), PIPL Art. 47). Whoever writes such a field locks
the client and asks after that (``may_keep_sensitive``), so nothing is written behind the back of this work.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consent.actions.access import record_access
from consent.models import SensitiveWithdrawal
from consent.queries.holds import is_held
from consent.queries.restriction import is_restricted
from consent.queries.sensitive import may_keep_sensitive
from consent.rights.export.order import renew_exports_of
from consent.sensitive.followers import withdrawal_followers
from consent.sensitive.rows import empty_sensitive_rows
from consent.subjects import Subject

# Looked at by one call.
AT_ONCE = 500
# Until it is asked again whether a hold or a restriction has ended: both forbid that anything goes.
AGAIN = timedelta(hours=1)
EXPORTS = "archives on the disk"
WHY = "sensitive data withdrawn"


def carry_out_withdrawals(*, now: datetime | None = None) -> int:
    """Everything that is due; how many withdrawals were finished."""
    at = now or timezone.now()
    due = SensitiveWithdrawal.objects.filter(finished_at=None, due_at__lte=at).order_by("due_at", "pk")
    return sum(carry_out_withdrawal(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def carry_out_withdrawal(pk: int, *, at: datetime) -> bool:
    """One of them; whether it was finished here.

    1. Rows of every table go or are emptied, in one transaction that holds the person's records.
    2. Archives that were made for the person go from the disk: they hold a copy.
    3. It is written down, and whoever is to know is told, once.
    """
    ids = _empty_rows(pk, at)
    if ids is None:
        return False
    if ids and (archives := renew_exports_of(ids, at)):
        _count(pk, {EXPORTS: archives})
    return _finish(pk, at)


@transaction.atomic
def _empty_rows(pk: int, at: datetime) -> list[int] | None:
    """Ids of the person's records where something may go, none where they said yes again before; None: not now."""
    waiting = SensitiveWithdrawal.objects.select_for_update(skip_locked=True, of=("self",)).select_related("brand")
    withdrawal = waiting.filter(pk=pk, finished_at=None).first()
    if withdrawal is None:
        return None
    person, ids = _lock_person(withdrawal.client_id)
    if is_held(person) or is_restricted(person):
        SensitiveWithdrawal.objects.filter(pk=pk).update(due_at=at + AGAIN)
        return None
    if may_keep_sensitive(person, brand=withdrawal.brand, at=at):
        return []
    _count(pk, empty_sensitive_rows(ids, brand_id=withdrawal.brand_id))
    return ids


def _lock_person(client_id: int) -> tuple[Subject, list[int]]:
    """The record that lives, and the ids of all records of the person, locked in their order."""
    clients = apps.get_model("crm", "Client")._default_manager
    live = clients.values_list("canonical_id", flat=True).get(pk=client_id) or client_id
    records = clients.select_for_update(no_key=True).filter(Q(pk=live) | Q(canonical=live)).order_by("pk")
    found = {each.pk: each for each in records}
    return found[live], list(found)


@transaction.atomic
def _count(pk: int, more: dict[str, int]) -> None:
    withdrawal = SensitiveWithdrawal.objects.select_for_update().get(pk=pk)
    withdrawal.counts = dict(Counter(withdrawal.counts) + Counter(more))
    withdrawal.save(update_fields=["counts"])


@transaction.atomic
def _finish(pk: int, at: datetime) -> bool:
    """By one worker alone; an entry and a word to whoever is to know where something went."""
    if not SensitiveWithdrawal.objects.filter(pk=pk, finished_at=None).update(finished_at=at):
        return False
    withdrawal = SensitiveWithdrawal.objects.select_related("client__canonical", "brand").get(pk=pk)
    if withdrawal.counts:
        person = withdrawal.client.canonical or withdrawal.client
        record_access(client=person, action="changed", fields=["sensitive data"], why=WHY)
        for follow in withdrawal_followers():
            follow(withdrawal, at)
    return True
