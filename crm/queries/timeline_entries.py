"""What the profile store and the ledger of consent add to a client's timeline."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from consent.models import Decision
from crm.models import Boutique, Interaction, Purchase, SegmentChange, Wish
from crm.queries.pieces import piece_by_sku, piece_from, piece_of
from crm.queries.places import Place, place_in_words
from crm.queries.receipts import receipt_fields, receipt_line
from crm.queries.timeline import NO_CHANNEL, Line, TimelineEntry, TimelineKind, register_timeline
from crm.queries.together import CLIENT, RECORDS, amount_in
from crm.sharing import Reach


def register_own_timelines() -> None:
    """Called when the app is ready."""
    register_timeline("purchase", PURCHASES)
    register_timeline("interaction", INTERACTIONS)
    register_timeline("segment", SEGMENTS)
    register_timeline("consent", CONSENTS)
    register_timeline("wish", WISHES)


# Receipts with their lines, returns too; of a sister house the day and the category.
def _purchases(reach: Reach) -> QuerySet[Any]:
    return Purchase.objects.filter(client=CLIENT)


def _tell_purchase(line: Line) -> TimelineEntry:
    found = line.detail
    is_return = found["kind"] == Purchase.Kind.RETURN
    if found["ours"] is None:
        text = _("Brought back to %(place)s") if is_return else _("Bought from %(place)s")
        place = found["house"]
    else:
        text = _("Brought back %(place)s") if is_return else _("Bought %(place)s")
        place = place_in_words(Place(**found["place"])) if found["place"] else f"at {found['house']}"
    detail = {
        "purchase_id": found["pk"],
        "total": amount_in(found["total"]),
        "currency": found["currency"],
        "lines": [_told(receipt) for receipt in map(receipt_line, found["lines"])],
    }
    source = found["source"] if found["ours"] is not None else found["house"]
    return TimelineEntry(line.at, "purchase", line.channel, text % {"place": place}, detail, source)


def _told(line: Any) -> dict[str, Any]:
    return {"sku": line.sku, "name": line.piece.name, "quantity": line.quantity, "amount": line.amount}


PURCHASES = TimelineKind(
    rows=_purchases,
    moment="occurred_at",
    channel=Case(When(boutique__kind=Boutique.Kind.ONLINE, then=Value("web")), default=Value("boutique")),
    detail=receipt_fields,
    tell=_tell_purchase,
)


# What they looked at and did. Events that carry only a SKU show its name.
def _interactions(reach: Reach) -> QuerySet[Any]:
    # Properties under which the Segment commerce events carry what they are about.
    sku = Coalesce(KT("properties__sku"), KT("properties__product_id"), Value(""))
    return Interaction.objects.filter(reach.of_house("source__brand"), client=CLIENT).annotate(line_sku=sku)


def _of_interaction(reach: Reach) -> Mapping[str, Any]:
    return {
        "type": "type",
        "name": "name",
        "sku": "line_sku",
        "piece": piece_by_sku("line_sku"),
        "said": KT("properties__name"),
        "path": KT("properties__path"),
        "source": "source__name",
    }


def _tell_interaction(line: Line) -> TimelineEntry:
    found = line.detail
    detail = {"type": found["type"], "name": found["name"], "sku": found["sku"]}
    return TimelineEntry(line.at, "interaction", line.channel, _interaction_text(found), detail, found["source"])


def _interaction_text(found: Mapping[str, Any]) -> str:
    if found["type"] in ("page", "screen"):
        return _("Looked at %(page)s") % {"page": found["name"] or found["path"] or found["type"]}
    name = found["name"] or str(found["type"]).capitalize()
    about = piece_from(found["piece"], otherwise=found["said"] or found["sku"]).name
    return f"{name}: {about}" if about else name


INTERACTIONS = TimelineKind(
    rows=_interactions,
    moment="timestamp",
    channel=Case(When(Q(type="screen") | Q(source__code__contains="app"), then=Value("app")), default=Value("web")),
    detail=_of_interaction,
    tell=_tell_interaction,
)


# Entered and left.
def _segment_changes(reach: Reach) -> QuerySet[Any]:
    return SegmentChange.objects.filter(reach.of_house("segment__brand"), client=CLIENT)


def _tell_change(line: Line) -> TimelineEntry:
    found = line.detail
    text = _("Entered %(segment)s") if found["change"] == SegmentChange.Change.ENTERED else _("Left %(segment)s")
    detail = {"segment": found["code"], "change": found["change"], "reason": found["reason"]}
    return TimelineEntry(line.at, "segment", "", text % {"segment": found["name"]}, detail, found["reason"])


SEGMENTS = TimelineKind(
    rows=_segment_changes,
    moment="at",
    channel=NO_CHANNEL,
    detail=lambda reach: {"code": "segment__code", "name": "segment__name", "change": "change", "reason": "reason"},
    tell=_tell_change,
)

_DECISION_TEXTS = {
    Decision.Status.GIVEN: "Agreed: %(purpose)s",
    Decision.Status.REFUSED: "Refused: %(purpose)s",
    Decision.Status.WITHDRAWN: "Withdrew: %(purpose)s",
    Decision.Status.EXPIRED: "No longer valid: %(purpose)s",
    Decision.Status.PENDING: "Asked to confirm: %(purpose)s",
}


# What was agreed, refused and withdrawn: on the record where it was written, whose ledger a merge does not touch.
def _decisions(reach: Reach) -> QuerySet[Any]:
    return Decision.objects.filter(reach.of_house(), client__in=RECORDS)


def _tell_decision(line: Line) -> TimelineEntry:
    found = line.detail
    text = _(_DECISION_TEXTS[Decision.Status(found["status"])]) % {"purpose": found["name"]}
    detail = {"purpose": found["code"], "status": found["status"], "method": found["method"]}
    return TimelineEntry(line.at, "consent", line.channel, text, detail, found["origin"] or found["method"])


CONSENTS = TimelineKind(
    rows=_decisions,
    moment="captured_at",
    channel=F("channel"),
    detail=lambda reach: {
        "code": "purpose__code",
        "name": "purpose__name",
        "status": "status",
        "method": "method",
        "origin": "origin",
    },
    tell=_tell_decision,
)


# What they keep on a wish list. What was taken off again is no longer a wish, and was one on its day.
def _wishes(reach: Reach) -> QuerySet[Any]:
    return Wish.objects.filter(reach.of_house(), client=CLIENT)


def _tell_wish(line: Line) -> TimelineEntry:
    found = line.detail
    name = piece_from(found["piece"], otherwise=found["sku"]).name
    text = _("Wishes for %(piece)s") if found["removed_at"] is None else _("Wished for %(piece)s")
    return TimelineEntry(line.at, "wish", "", text % {"piece": name}, {"sku": found["sku"]}, found["source"])


WISHES = TimelineKind(
    rows=_wishes,
    moment="added_at",
    channel=NO_CHANNEL,
    detail=lambda reach: {"sku": "sku", "piece": piece_of(), "removed_at": "removed_at", "source": "source"},
    tell=_tell_wish,
)
