"""Who is told that sensitive information of a client went. Each app registers its own when it is ready."""

from collections.abc import Callable
from datetime import datetime

from consent.models import SensitiveWithdrawal

Follower = Callable[[SensitiveWithdrawal, datetime], None]
_followers: dict[str, Follower] = {}


def register_withdrawal_follower(app: str, follow: Follower) -> None:
    """``follow`` runs once for each withdrawal that something went by, in the transaction that finishes it."""
    _followers[app] = follow


def withdrawal_followers() -> list[Follower]:
    return list(_followers.values())
