"""The journeys that every brand begins with."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from crm.models import Brand
from journeys.actions.publish import latest_version, publish_version
from journeys.models import CapRule, Journey

SECOND_PURCHASE = "second-purchase"
STILL_UNAVAILABLE = "still-unavailable"
# Marks a graph as the library's own, so that a house's edited version is never overwritten.
_ORIGIN = "library"


def ensure_journeys(brand: Brand) -> list[Journey]:
    """The brand's standing journeys and its frequency cap, made where missing.

    A journey still on a graph of the library follows the library; one that the house has edited is left alone.
    """
    CapRule.objects.get_or_create(brand=brand, days=30)
    return [
        _ensure_journey(brand, SECOND_PURCHASE, "Second purchase", "marketing", second_purchase_graph()),
        _ensure_journey(brand, STILL_UNAVAILABLE, "Still unavailable", "stock-alerts", still_unavailable_graph()),
    ]


def _ensure_journey(brand: Brand, code: str, name: str, purpose: str, graph: dict[str, Any]) -> Journey:
    journey, _ = Journey.objects.get_or_create(brand=brand, code=code, defaults={"name": name, "purpose": purpose})
    latest = latest_version(journey)
    if latest is None or latest.graph.get("origin") == _ORIGIN:
        publish_version(journey, graph)
    return journey


def second_purchase_graph(
    wait: timedelta = timedelta(days=21), observed: timedelta = timedelta(days=30)
) -> dict[str, Any]:
    """One wave after ``wait`` with what completes the first purchase, then ``observed`` to see whether it worked."""
    return {
        "origin": _ORIGIN,
        "entry": "first-purchase",
        "exit_when": ["bought_again"],
        "nodes": {
            "first-purchase": {"kind": "trigger", "on": "purchase_recorded", "next": "until-wave-1"},
            "until-wave-1": {"kind": "wait", "seconds": wait.total_seconds(), "next": "wave-1"},
            "wave-1": {
                "kind": "send",
                "channel": "email",
                "template": "second-purchase-1",
                "keep_seconds": timedelta(days=3).total_seconds(),
                "next": "after-wave-1",
            },
            "after-wave-1": {"kind": "wait", "seconds": observed.total_seconds(), "next": "end"},
            "end": {"kind": "exit", "reason": "did_not_buy_again"},
        },
    }


def still_unavailable_graph(wait: timedelta | None = None) -> dict[str, Any]:
    """One message when the variant asked for is still out of stock after ``wait``, with similar pieces."""
    due_after = timedelta(seconds=settings.STILL_UNAVAILABLE_AFTER) if wait is None else wait
    return {
        "origin": _ORIGIN,
        "entry": "stock-alert",
        "exit_when": ["back_in_stock"],
        "nodes": {
            "stock-alert": {"kind": "trigger", "on": "stock_alert_requested", "next": "until-due"},
            "until-due": {"kind": "wait", "seconds": due_after.total_seconds(), "next": "still-unavailable"},
            "still-unavailable": {
                "kind": "send",
                "channel": "email",
                "template": "still-unavailable",
                "keep_seconds": timedelta(days=2).total_seconds(),
                "next": "end",
            },
            "end": {"kind": "exit", "reason": "completed"},
        },
    }
