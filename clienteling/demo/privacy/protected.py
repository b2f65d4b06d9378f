"""Clients who are protected, one who was opened for a reason, and how far Petra is with what stands out."""

from datetime import datetime, timedelta

from django.db.models import Q

from clienteling.actions.note_unusual import note_unusual_access
from clienteling.demo.privacy.roles import Roles, of_boutique
from consent.actions.alerts import ask_about_alert, explain_alert
from consent.actions.protect import open_protected, protect_client
from consent.models import AccessAlert, Opening, Protection

Kind = Protection.Kind
EXPLAINED = "Put the seating of the spring evening together from home, as agreed with the store manager."
FOR_A_VISIT = "Comes at four for the fitting; the room has to be made ready."


def protect_and_look_into(roles: Roles, now: datetime) -> None:
    """Two of Alice's boutique, whom others advise, one of the group; Bob opens one who is not his."""
    maya, petra, bob = roles.staff["maya"], roles.staff["petra"], roles.staff["bob"]
    not_theirs = _of_nobodys(roles, "alice", "bob")
    known = roles.take(of_boutique(roles.boutique), not_theirs)
    protect_client(known, kind=Kind.FAMOUS, because="Known from the stage; comes by the side door.", actor=maya, at=now)
    hidden = roles.take(of_boutique(roles.boutique), not_theirs)
    protect_client(hidden, kind=Kind.AT_RISK, because="Was followed; the address stays here.", actor=petra, at=now)
    colleague = roles.take()
    protect_client(colleague, kind=Kind.COLLEAGUE, because="Works in the house’s workshop.", actor=petra, at=now)
    open_protected(known, kind=Opening.Kind.VISIT, because=FOR_A_VISIT, user=bob, at=now - timedelta(minutes=12))
    _work_through(roles, now)


def _work_through(roles: Roles, now: datetime) -> None:
    """What the hourly look finds; of that, one was asked about and one is explained."""
    note_unusual_access(at=now)
    petra = roles.staff["petra"]
    if many := AccessAlert.objects.filter(code=AccessAlert.Code.MANY).first():
        ask_about_alert(many, actor=petra, at=now - timedelta(hours=2))
    if late := AccessAlert.objects.filter(code=AccessAlert.Code.NIGHT).first():
        explain_alert(late, explanation=EXPLAINED, actor=petra, at=now - timedelta(hours=1))


def _of_nobodys(roles: Roles, *posts: str) -> Q:
    return ~Q(relationships__advisor__in=[roles.staff[post].pk for post in posts])
