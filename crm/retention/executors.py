"""What of the profile store ends by the clock."""

from django.db.models import Q

from consent.registry.retention import Retention
from consent.retention.aged import Aged, executors_of
from consent.retention.executors import Executor
from consent.retention.of_the_erased import OfTheErased
from crm.retention.duplicate_models import DUPLICATE_MODELS
from crm.retention.interactions import INTERACTIONS

AGED = (
    Aged("crm.SegmentChange", "at", Retention.BEHAVIOUR),
    Aged("crm.Score", "at", Retention.BEHAVIOUR),
    Aged("crm.Cart", "named_at", Retention.BEHAVIOUR),
    Aged("crm.CartItem", "changed_at", Retention.BEHAVIOUR),
    Aged("crm.RejectedEvent", "rejected_at", Retention.SHORT, client=""),
    Aged("crm.Delivery", "delivered_at", Retention.SHORT, client="", where=Q(status="delivered")),
)


# Its lines and further numbers go with it.
INVOICES = OfTheErased("crm.Purchase", "occurred_at", Retention.INVOICE)


def executors_of_crm() -> list[Executor]:
    return [*executors_of(AGED), INTERACTIONS, DUPLICATE_MODELS, INVOICES.executor()]
