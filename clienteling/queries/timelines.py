"""What the boutique adds to a client's timeline: visits and conversations.

Notes stay out of it: they belong to a boutique or to their author, and a timeline is read by whoever may see the
client.
"""

from datetime import datetime

from clienteling.models import Contact, Visit
from clienteling.queries.words import channel_name
from crm.models import Client
from crm.queries.timeline import TimelineEntry, register_timeline


def register_boutique_timelines() -> None:
    """Called when the app is ready."""
    register_timeline("visit", visit_entries)
    register_timeline("contact", contact_entries)


def visit_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    rows = Visit.objects.filter(client=client).select_related("boutique", "advisor").order_by("-arrived_at", "-pk")
    rows = rows.filter(arrived_at__lt=before) if before else rows
    return [
        TimelineEntry(
            row.arrived_at,
            "visit",
            "boutique",
            f"Came to {row.boutique.name}",
            {"visit_id": row.pk, "left_at": row.left_at},
            row.get_method_display(),
        )
        for row in rows[:limit]
    ]


def contact_entries(client: Client, before: datetime | None, limit: int) -> list[TimelineEntry]:
    rows = Contact.objects.filter(client=client).select_related("advisor").order_by("-at", "-pk")
    rows = rows.filter(at__lt=before) if before else rows
    return [
        TimelineEntry(
            row.at,
            "contact",
            row.channel,
            f"{channel_name(row.channel)}, with {row.advisor}" + (f": {row.text}" if row.text else ""),
            {"contact_id": row.pk},
            str(row.advisor),
        )
        for row in rows[:limit]
    ]
