"""Note that a brand, or one of its boutiques, knows a client."""

from datetime import datetime

from django.db import transaction

from crm.models import Boutique, Brand, Client, Relationship, User


@transaction.atomic
def know_client(
    client: Client, *, brand: Brand, boutique: Boutique | None = None, advisor: User | None = None, at: datetime
) -> Relationship:
    """The relationship of this client and place, made when there is none.

    Doing it again changes nothing, except that ``since`` moves back to an earlier date and that a client
    without an advisor gets this one: a book is never taken over in passing.
    """
    country = boutique.country if boutique else client.country
    # ON CONFLICT, since two tills may meet the client at the same moment.
    Relationship.objects.bulk_create(
        [Relationship(client=client, brand=brand, boutique=boutique, advisor=advisor, country=country, since=at)],
        ignore_conflicts=True,
    )
    place = {"client": client, "brand": brand, "boutique": boutique}
    relationship = Relationship.objects.select_for_update(no_key=True).get(**place)
    changed = []
    if at < relationship.since:
        relationship.since = at
        changed.append("since")
    if advisor is not None and relationship.advisor_id is None:
        relationship.advisor = advisor
        changed.append("advisor")
    if changed:
        relationship.save(update_fields=changed)
    return relationship
