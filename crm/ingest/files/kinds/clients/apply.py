"""What a row makes of a client: the state after it. Pure."""

from dataclasses import dataclass
from typing import Any

from crm.identity.claims import IdentifierClaim
from crm.identity.namespaces import NAMESPACES
from crm.ingest.files.errors import CellError
from crm.ingest.files.kinds.clients.fields import ClientRow
from crm.ingest.files.whose import UID

State = dict[str, Any]


@dataclass(frozen=True)
class Terms:
    """``overwrites``: whether what the file says replaces what is known, or only fills what is empty.

    ``now``: since when a place knows somebody of whom the file does not say it; ISO 8601.
    """

    overwrites: bool
    now: str
    advisors: dict[tuple[str, int], int]


def applied(row: ClientRow, state: State, terms: Terms) -> State:
    """The state with what the row says. Raises CellError ``born_after_purchase``, ``advisor_unknown``."""
    facts = _filled(state["facts"], row.facts, terms)
    if (born := facts.get("birth_date")) != state["facts"].get("birth_date"):
        _check_purchases(born, state["first_purchase"])
    return state | {
        "facts": facts,
        "tastes": _filled(state["tastes"], row.tastes, terms),
        "key_dates": _filled(state["key_dates"], row.key_dates, terms),
        "places": state["places"] | {str(row.boutique or 0): _place(row, state, terms)},
    }


def _filled(known: State, said: State, terms: Terms) -> State:
    if terms.overwrites:
        return known | said
    names_are_new = not known.get("given_name") and not known.get("family_name")
    fresh = {name: value for name, value in said.items() if not known.get(name)}
    if names_are_new and "name_order" in said:
        fresh["name_order"] = said["name_order"]
    return known | fresh


def _check_purchases(born: str | None, first_purchase: str | None) -> None:
    if born and first_purchase and first_purchase < born:
        raise CellError("born_after_purchase", f"born {born}, after the first purchase of {first_purchase}")


def _place(row: ClientRow, state: State, terms: Terms) -> State:
    """A book is never taken over in passing: who has an advisor keeps her."""
    before = state["places"].get(str(row.boutique or 0))
    advisor = _advisor(row, terms)
    if before is None:
        return {"since": row.since or terms.now, "tier": row.tier, "advisor": advisor}
    tier = row.tier if row.tier and (terms.overwrites or not before["tier"]) else before["tier"]
    since = min(before["since"], row.since) if row.since else before["since"]
    return {"since": since, "tier": tier, "advisor": before["advisor"] or advisor}


def _advisor(row: ClientRow, terms: Terms) -> int | None:
    if not row.advisor or row.boutique is None:
        return None
    advisor = terms.advisors.get((row.advisor, row.boutique))
    if advisor is None:
        raise CellError("advisor_unknown", "nobody with the advisor's address serves clients in this boutique")
    return advisor


@dataclass(frozen=True)
class Attached:
    """``taken``: claims that are new to the client; ``left``: how many stay with somebody else, or found no room."""

    identifiers: dict[str, list[str]]
    taken: tuple[IdentifierClaim, ...]
    left: int


def attached(
    claims: tuple[IdentifierClaim, ...], client: int, state: State, owners: dict[IdentifierClaim, int]
) -> Attached:
    """Which claims of a row become the client's: those of nobody, as many as a namespace has room for."""
    identifiers = {namespace: list(values) for namespace, values in state["identifiers"].items()}
    taken, left = [], 0
    for claim in dict.fromkeys(claims):
        if claim.namespace == UID or owners.get(claim) == client:
            continue
        mine = identifiers.setdefault(claim.namespace, [])
        if claim in owners or len(mine) >= NAMESPACES[claim.namespace].maximum:
            left += 1
        else:
            mine.append(claim.value)
            taken.append(claim)
    return Attached({name: values for name, values in identifiers.items() if values}, tuple(taken), left)
