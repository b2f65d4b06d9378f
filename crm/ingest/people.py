"""Who a call says that it is."""

from typing import Any

from crm.identity.namespaces import NAMESPACES
from crm.ingest.calls import Person
from crm.ingest.schema import Call

EMPTY = Person()
CONTACT_NAMESPACES = frozenset({"email", "phone"})
_CLAIMING_TYPES = frozenset({"identify", "track", "page", "screen"})


def person_of(call: Call, kind: str, traits: dict[str, Any], context: dict[str, Any]) -> Person:
    """The ids of the call; of an identify also its traits. A group or an alias says nothing of a person.

    An alias asks that two ids be joined. It is stored, for a person to decide: it joins nobody by itself.
    """
    if kind not in _CLAIMING_TYPES:
        return EMPTY
    user_id = "" if call.user_id is None else str(call.user_id)
    person = Person(user_id=user_id, others=_external_ids(context))
    if "@" in user_id:
        person.user_id, person.email = "", user_id
    if kind == "identify":
        person.email = _text(traits, "email") or person.email
        person.phone = _text(traits, "phone")
        person.given_name = _text(traits, "firstName", "first_name")
        person.family_name = _text(traits, "lastName", "last_name")
    return person


def _external_ids(context: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """``context.externalIds``: of each ``{id, type}`` whose type is one of our namespaces, both."""
    listed = context.get("externalIds")
    pairs = []
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("type") in NAMESPACES and each.get("id"):
            pairs.append((str(each["type"]), str(each["id"])))
    return tuple(pairs)


def without_contacts(context: dict[str, Any]) -> dict[str, Any]:
    """The context without those external ids that are a way to reach the person."""
    listed = context.get("externalIds")
    if not isinstance(listed, list):
        return context
    kept = [each for each in listed if not (isinstance(each, dict) and each.get("type") in CONTACT_NAMESPACES)]
    return context | {"externalIds": kept}


def _text(traits: dict[str, Any], *names: str) -> str:
    values = (traits.get(name) for name in names)
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")
