"""Where hashes stand that may be carried under another key, and what is done where an address stands there twice."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from consent.models import CurrentDecision, ErasedIdentifier, IdentityChallenge, Suppression, WechatContact
from consent.replacing import is_replacing


@dataclass(frozen=True)
class HashedTable:
    """``place``: what may stand once only, without the hash; None where it may stand any number of times.

    ``absorb(stays, goes)``: what the row that stays takes of another on its place. Two rows of one place are there
    only where somebody wrote past the order of the restarts, or an older backup was replayed.
    """

    model: type[Model]
    field: str
    place: Callable[[Any], Hashable | None]
    absorb: Callable[[Any, Any], None]


def _same_decision(row: CurrentDecision) -> Hashable:
    return row.client_id, row.purpose_id, row.channel, row.brand_id


def _keep_what_holds(stays: CurrentDecision, goes: CurrentDecision) -> None:
    if is_replacing(goes.decision.status, goes.decision.captured_at, stays.decision):
        stays.decision = goes.decision
        stays.save(update_fields=["decision"])


def _same_silence(row: Suppression) -> Hashable | None:
    return (row.channel, row.brand_id, row.reason) if row.lifted_at is None else None


def _keep_the_stricter(stays: Suppression, goes: Suppression) -> None:
    if stays.marketing_only and not goes.marketing_only:
        stays.marketing_only = False
        stays.save(update_fields=["marketing_only"])


def _keep_the_later(stays: ErasedIdentifier, goes: ErasedIdentifier) -> None:
    if goes.erased_at > stays.erased_at:
        stays.erased_at = goes.erased_at
        stays.save(update_fields=["erased_at"])


def _keep_nothing(stays: Model, goes: Model) -> None:
    """Of a follower on WeChat: whoever has less of a permission is asked again."""


def _never(row: Model) -> None:
    return None


ADDRESSES = (
    HashedTable(CurrentDecision, "contact_hash", _same_decision, _keep_what_holds),
    HashedTable(Suppression, "contact_hash", _same_silence, _keep_the_stricter),
)
FOLLOWERS = (HashedTable(WechatContact, "contact_hash", lambda row: row.account_id, _keep_nothing),)
ERASED = (HashedTable(ErasedIdentifier, "value_hash", lambda row: row.namespace, _keep_the_later),)
CHALLENGES = (HashedTable(IdentityChallenge, "contact_hash", _never, _keep_nothing),)
EVERY = (*ADDRESSES, *FOLLOWERS, *ERASED, *CHALLENGES)
