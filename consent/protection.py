"""Which protected clients are closed to whom: one condition, for lists, pages, exports and machines alike."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from consent.models import Opening, Protection


def is_protected(path: str = "pk") -> Exists:
    """Whether the client at ``path`` (a look-up from the row that is asked about) is protected."""
    return Exists(_live().filter(meant=OuterRef(path)))


def is_closed_to(user_id: int | None, *, at: datetime, path: str = "pk") -> Exists:
    """Whether that client is protected, and neither this user's own nor opened by them.

    The advisor to whom a client is given opens the page without a reason, and is logged as always: they are the one
    whom the client knows. None is nobody's user: everything protected is closed.
    """
    rows = _live().filter(meant=OuterRef(path))
    if user_id is None:
        return Exists(rows)
    opened = Opening.objects.filter(user=user_id, protection=OuterRef("pk"), until__gt=at)
    own = apps.get_model("crm", "Relationship").objects.filter(client=OuterRef("meant"), advisor=user_id)
    return Exists(rows.filter(~Q(Exists(opened)), ~Q(Exists(own))))


def open_until(user_id: int, *, path: str = "pk") -> Subquery:
    """Until when that client was last opened by this user; NULL where never, or where they are not protected."""
    meant = Opening.objects.filter(user=user_id, protection__in=_live().filter(meant=OuterRef(OuterRef(path))))
    return Subquery(meant.order_by("-until").values("until")[:1])


def _live() -> Any:
    """Protections that hold, each with the record that lives: few rows, of which the database makes a set once."""
    return Protection.objects.filter(lifted_at=None).annotate(meant=Coalesce("client__canonical", "client"))
