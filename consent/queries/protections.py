"""Since when a client is protected, by whom, and who opened the page for what reason."""

from collections.abc import Sequence

from django.db.models import Prefetch

from consent.models import Opening, Protection

# Openings shown of each protection, the newest.
MOST = 50


def protections_told(client_ids: Sequence[int]) -> list[Protection]:
    """Newest first, each with its ``newest`` openings and who made them. Two statements."""
    openings = Opening.objects.select_related("user").order_by("-pk")[:MOST]
    found = Protection.objects.filter(client__in=client_ids).select_related("marked_by", "lifted_by")
    return list(found.prefetch_related(Prefetch("openings", openings, to_attr="newest")).order_by("-pk"))
