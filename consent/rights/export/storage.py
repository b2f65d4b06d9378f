"""Where a person's archive may lie: a storage of their own region, or one to which their data may go (decision 33)."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from consent.actions.transfers import choose_place
from consent.models import Processor, SubjectRequest
from consent.queries.transfers import Place
from consent.residency.regions import Region
from consent.rights.errors import RightsError

# The folder beside the database.
HOME = "exports"


def storage_folders() -> dict[str, Path]:
    """By the code under which an administrator names the storage."""
    return {HOME: Path(settings.EXPORT_FOLDER), **settings.EXPORT_FOLDERS}


def storage_for(request: SubjectRequest, *, at: datetime) -> str:
    """The code of a storage; what crosses a border, or may not, is written down.

    A house that names no storage has one folder beside the database, which holds the same already: nothing crosses.
    Raises RightsError ``region_forbidden``.
    """
    places = _storages(request)
    if not places:
        return HOME
    person = request.client.canonical or request.client
    verdict = choose_place(
        person, list(places), purpose="service", brand_id=request.brand_id, at=at, key=f"archive {request.reference}"
    )
    if not verdict.is_allowed:
        raise RightsError("region_forbidden")
    return places[verdict.to]


def _storages(request: SubjectRequest) -> dict[Place, str]:
    """Those that are named and have a folder, the brand's own first."""
    mine = Q(brand=request.brand_id) | Q(brand=None)
    rows = Processor.objects.filter(mine, kind=Processor.Kind.EXPORTS, is_active=True, code__in=storage_folders())
    return {Place(f"exports {row.code}", Region(row.region)): row.code for row in rows.order_by("brand", "pk")}
