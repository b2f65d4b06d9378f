"""Who else moves when two clients become one. Apps above register theirs, so that nothing here imports them."""

from collections.abc import Callable

from crm.merging.trail import Trail
from crm.models import MergeLog

Follow = Callable[[Trail], None]
Unfollow = Callable[[MergeLog], None]

_follow: dict[str, Follow] = {}
_unfollow: dict[str, Unfollow] = {}


def register_follower(app: str, follow: Follow, unfollow: Unfollow | None = None) -> None:
    """Called once, when an app is ready. Registering an app again replaces it.

    ``follow`` writes through the trail only, and may run twice: the second time it takes what was written to the
    duplicate in between. What the trail did is undone without it; ``unfollow`` runs after that, for what came
    between the merge and its undoing.
    """
    _follow[app] = follow
    if unfollow is not None:
        _unfollow[app] = unfollow


def follow_all(trail: Trail) -> None:
    for follow in _follow.values():
        follow(trail)


def unfollow_all(log: MergeLog) -> None:
    for unfollow in _unfollow.values():
        unfollow(log)
