"""Log-ins that an administrator ends: of a lost tablet, of somebody whose password is known."""

from allauth.usersessions.models import UserSession

from crm.models import User


def end_log_ins(user: User) -> int:
    """Every log-in of this person is over at its next request; returns how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
