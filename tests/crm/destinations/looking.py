"""One look of the workers, and what a receiver was told by it."""

from datetime import datetime

from consent.actions.decide import record_decision
from crm.models import Brand, Client
from crm.tasks import recompute_segments, refresh_segments, tell_destinations
from tests.webhook_receiver import Received


def look() -> None:
    recompute_segments()
    refresh_segments()
    tell_destinations()


def told(received: Received) -> tuple[list[str], list[str]]:
    data = received.message["data"]
    return [one["uid"] for one in data["entered"]], [one["uid"] for one in data["left"]]


def decide(client: Client, brand: Brand, status: str, at: datetime, valid_to: datetime | None = None) -> None:
    record_decision(
        client, brand=brand, purpose="marketing", channel="email", contact=client.contact_point("email") or "",
        status=status, method="web_form", at=at, valid_to=valid_to,
    )  # fmt: skip
