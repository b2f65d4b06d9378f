"""A task is done once, by anyone of the boutique."""

from datetime import datetime

from clienteling.models import Task
from crm.models import User


def complete_task(task: Task, *, actor: User, at: datetime) -> bool:
    """False when somebody did it already; their name stands."""
    return Task.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=actor) == 1


def reopen_task(task: Task, *, actor: User) -> bool:
    """Undoes one's own tick; a colleague's stays."""
    return Task.objects.filter(pk=task.pk, done_by=actor).update(done_at=None, done_by=None) == 1
