"""A client comes, is with somebody, leaves."""

from datetime import datetime, timedelta

from clienteling.models import Visit
from clienteling.queries.day import start_of_day
from crm.models import Boutique, Client, User


def arrive(client: Client, *, boutique: Boutique, advisor: User | None, method: str, at: datetime) -> Visit:
    """The client's open visit to this boutique, made now if there is none today."""
    end_forgotten_visits(client, boutique=boutique, at=at)
    visit, _ = Visit.objects.get_or_create(
        client=client,
        boutique=boutique,
        left_at=None,
        defaults={"advisor": advisor, "method": method, "arrived_at": at},
    )
    return visit


def end_forgotten_visits(client: Client, *, boutique: Boutique, at: datetime) -> None:
    """Nobody stays overnight: a visit of an earlier day that nobody ended ended with that day."""
    today = start_of_day(boutique, at)
    for visit in Visit.objects.filter(client=client, boutique=boutique, left_at=None, arrived_at__lt=today):
        midnight = start_of_day(boutique, start_of_day(boutique, visit.arrived_at) + timedelta(hours=30))
        Visit.objects.filter(pk=visit.pk, left_at=None).update(left_at=midnight)


def attend_visit(visit: Visit, *, advisor: User) -> Visit:
    """Says who is with the client now."""
    visit.advisor = advisor
    visit.save(update_fields=["advisor"])
    return visit


def leave_boutique(visit: Visit, *, at: datetime) -> bool:
    """Ends an open visit; False when somebody ended it already."""
    return Visit.objects.filter(pk=visit.pk, left_at=None).update(left_at=at) == 1


def return_to_boutique(visit: Visit) -> bool:
    """Undoes a leaving, unless the client has come again meanwhile."""
    again = Visit.objects.filter(client_id=visit.client_id, boutique_id=visit.boutique_id, left_at=None)
    if again.exclude(pk=visit.pk).exists():
        return False
    return Visit.objects.filter(pk=visit.pk).exclude(left_at=None).update(left_at=None) == 1
