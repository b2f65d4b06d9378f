"""Everything that hangs on some clients, as values that can be compared."""

from typing import Any

from django.db.models import Model

from clienteling.models import CheckInCode, Contact, Note, Repair, SuggestionAnswer, SurveyAnswer, Task, Visit
from consent.models import ContactPreference, CurrentDecision, Restriction
from crm.models import (
    Cart,
    CartItem,
    Client,
    CustomerAccount,
    Identifier,
    IdentityReview,
    Interaction,
    LoyaltyAccount,
    Purchase,
    Relation,
    Relationship,
    Score,
    SegmentChange,
    SegmentMember,
    StockAlert,
    Wish,
)
from journeys.models import CapUse, Enrolment, Send

FOLLOWING: tuple[type[Model], ...] = (
    CapUse, Cart, CartItem, CheckInCode, Contact, ContactPreference, CustomerAccount, Enrolment, Identifier,
    IdentityReview, Interaction, LoyaltyAccount, Note, Purchase, Relation, Relationship, Repair, Restriction, Score,
    SegmentChange, SegmentMember, Send, StockAlert, SuggestionAnswer, SurveyAnswer, Task, Visit, Wish,
)  # fmt: skip
_RESTLESS = {"updated_at", "search_text"}


def picture_of(*clients: Client) -> dict[str, Any]:
    """By model, its rows of these clients; and what each allows. Pointers to decisions count, not their row ids."""
    found: dict[str, Any] = {
        model._meta.label: _rows(model, client__in=clients) for model in FOLLOWING if model is not Client
    }
    found["clients"] = _rows(Client, pk__in=[client.pk for client in clients])
    found["consents"] = sorted(
        CurrentDecision.objects.filter(client__in=clients).values_list(
            "client", "brand", "purpose", "channel", "contact_hash", "decision"
        )
    )
    return found


def _rows(model: type[Model], **where: Any) -> list[dict[str, Any]]:
    rows = model._default_manager.filter(**where).order_by("id").values()
    return [{name: value for name, value in row.items() if name not in _RESTLESS} for row in rows]
