"""What is known of the people of a chunk, read in a few statements."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Min

from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.clients.fields import FACTS
from crm.models import Brand, Client, Identifier, Membership, Purchase, Relationship

_SERVING = (Membership.Role.ADVISOR, Membership.Role.MANAGER)


def key_of(client: int) -> str:
    """Of a person's state; the number is negative for somebody who is new in this file."""
    return f"client:{client}"


def new_person(language: str) -> State:
    return {
        "facts": {"language": language, "name_order": Client.NameOrder.GIVEN_FIRST.value},
        "tastes": {},
        "key_dates": {},
        "identifiers": {},
        "places": {},
        "first_purchase": None,
    }


def load_people(ids: Iterable[int], brand: Brand) -> dict[str, tuple[int, State]]:
    """By key, the id and the state of each of these clients, with what this brand knows of them."""
    found = Client.objects.filter(pk__in=list(ids)).values("pk", "tastes", "key_dates", *FACTS)
    people = {row["pk"]: _state_of(row) for row in found}
    for client, namespace, value in Identifier.objects.filter(client__in=people, retracted_at=None).values_list(
        "client_id", "namespace", "value"
    ):
        people[client]["identifiers"].setdefault(namespace, []).append(value)
    for relation in Relationship.objects.filter(client__in=people, brand_id=brand.pk):
        people[relation.client_id]["places"][str(relation.boutique_id or 0)] = {
            "since": relation.since.isoformat(timespec="microseconds"),
            "tier": relation.tier,
            "advisor": relation.advisor_id,
        }
    firsts = Purchase.objects.filter(client__in=people).values("client_id").annotate(first=Min("occurred_at"))
    for client, first in firsts.values_list("client_id", "first"):
        people[client]["first_purchase"] = first.date().isoformat()
    return {key_of(pk): (pk, state) for pk, state in people.items()}


def _state_of(row: dict[str, Any]) -> dict[str, Any]:
    facts = {name: row[name] for name in FACTS if row[name]}
    if row["birth_date"]:
        facts["birth_date"] = row["birth_date"].isoformat()
    dates = {str(each.get("name", "")): str(each.get("date", "")) for each in row["key_dates"]}
    return new_person("") | {"facts": facts, "tastes": dict(row["tastes"]), "key_dates": dates}


def advisors_of(brand: Brand, emails: Iterable[str]) -> dict[tuple[str, int], int]:
    """(address, boutique) to the id of the user who serves clients there."""
    serving = Membership.objects.filter(
        brand_id=brand.pk, role__in=_SERVING, boutique__isnull=False, user__is_active=True, user__email__in=list(emails)
    )
    return {
        (email, boutique): user
        for email, boutique, user in serving.values_list("user__email", "boutique_id", "user_id")
        if boutique is not None
    }
