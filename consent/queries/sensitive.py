"""May the house keep what the law calls sensitive of this client?"""

from datetime import datetime
from typing import TYPE_CHECKING

from consent.queries.permission import decision_on
from consent.residency.homes import region_of_client
from consent.residency.regions import Region
from consent.subjects import Subject

if TYPE_CHECKING:
    from crm.models import Brand


def may_keep_sensitive(client: Subject, *, brand: "Brand | None", at: datetime) -> bool:
    """In China only by a consent of its own (PIPL Art. 28, 29), given to the house that keeps it; what the registry
    declares ``sensitive`` of a client counts. Without a house nobody was asked. At most five statements."""
    if region_of_client(client.pk) != Region.CN:
        return True
    return brand is not None and decision_on(client, purpose="sensitive-data", brand=brand, at=at).is_allowed
