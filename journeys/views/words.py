"""The staff's words for what happens on a journey."""

from datetime import timedelta

from journeys.graph import ExitNode, Node, SendNode, TriggerNode

_EVENTS = {"purchase_recorded": "A first purchase is recorded", "stock_alert_requested": "Someone asks for a piece"}
_TEMPLATES = {"second-purchase-1": "What completes it", "still-unavailable": "Still unavailable, and what is like it"}
_ENDS = {
    "did_not_buy_again": "Did not buy again",
    "completed": "All was said",
    "bought_again": "Bought again",
    "back_in_stock": "Back in stock",
}
_REASONS = {
    **_ENDS,
    "no_contact_point": "No address on this channel",
    "no_decision": "Never asked for consent",
    "refused": "Refused",
    "withdrawn": "Consent withdrawn",
    "pending": "Consent not confirmed yet",
    "expired": "Consent too old",
    "suppressed": "Unsubscribed, or the address bounced",
    "paused": "Asked for a pause",
    "unknown_purpose": "The purpose is not registered",
    "nothing_to_recommend": "Nothing fitting in stock",
    "variant_unknown": "The piece is no longer in the catalogue",
    "cap_reached": "Message limit reached",
    "late": "Too late to be of use",
    "not_written": "The message could not be written",
    "worker_died": "The sending process stopped midway",
    "answer_lost": "The provider’s answer never came",
}
_KINDS = {"trigger": "Begins when", "wait": "Waits", "send": "Writes, by e-mail", "exit": "Ends"}


def kind_text(kind: str) -> str:
    return _KINDS[kind]


def node_text(node: Node) -> str:
    """What a node does, in a few words."""
    if isinstance(node, TriggerNode):
        return _EVENTS.get(node.on, node.on)
    if isinstance(node, SendNode):
        return _TEMPLATES.get(node.template, node.template)
    if isinstance(node, ExitNode):
        return _ENDS.get(node.reason, node.reason)
    return duration_text(node.duration)


def reason_words(reason: str) -> str:
    """Why a message did not go, or may not have; a provider's own code stays as it is."""
    return _REASONS.get(reason, reason.replace("_", " ").capitalize())


def duration_text(duration: timedelta) -> str:
    """In the largest unit that is exact enough to plan with: ``21 days``, ``20 seconds``."""
    for seconds, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if duration.total_seconds() >= seconds:
            return _counted(duration.total_seconds() / seconds, word)
    return _counted(duration.total_seconds(), "second")


def _counted(number: float, word: str) -> str:
    return f"{number:g} {word}" + ("" if number == 1 else "s")
