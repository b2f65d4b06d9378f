"""May the house keep what the law calls sensitive of this client?"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, QuerySet, Subquery

from consent.models import CurrentDecision, Decision
from consent.queries.permission import decision_on
from consent.residency.homes import region_of_client
from consent.residency.regions import Region
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand

SENSITIVE = "sensitive-data"
_OPEN = (Decision.Status.GIVEN, Decision.Status.PENDING)


def may_keep_sensitive(client: Subject, *, brand: "Brand | None", at: datetime) -> bool:
    """What the registry declares ``sensitive`` of a client counts.

    In China by a consent of its own alone (PIPL Art. 28, 29), given to the house that keeps it; without a house
    nobody was asked. Elsewhere until the client says no to that house (GDPR Art. 7(3), 9(2)(a)); what is the whole
    group's stops at a no to any. At most five statements.
    """
    if region_of_client(client.pk) == Region.CN:
        return brand is not None and decision_on(client, purpose=SENSITIVE, brand=brand, at=at).is_allowed
    noes = _noes(at).filter(client=client.pk)
    return not (noes.filter(brand=brand) if brand else noes).exists()


def sensitive_refused_since(brand_id: int | None, *, at: datetime, path: str = "pk") -> Subquery:
    """Since when the client at ``path`` refuses it to this house, or without one to any; NULL where they do not."""
    noes = _noes(at).filter(client=OuterRef(path))
    mine = noes.filter(brand=brand_id) if brand_id else noes
    return Subquery(mine.order_by("-decision__captured_at").values("decision__captured_at")[:1])


def _noes(at: datetime) -> "QuerySet[CurrentDecision]":
    """What was said no to, and what ended by itself."""
    ended = Q(decision__status=Decision.Status.GIVEN, decision__valid_to__lte=at)
    about = CurrentDecision.objects.filter(purpose__code=SENSITIVE, channel="")
    return about.filter(ended | ~Q(decision__status__in=_OPEN))
