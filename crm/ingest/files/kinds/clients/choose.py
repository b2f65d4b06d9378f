"""Whom a row of a clients file means: somebody who is known, somebody new, or nobody who could be named safely."""

from typing import Any

from crm.identity.claims import IdentifierClaim
from crm.identity.namespaces import NAMESPACES
from crm.ingest.files.errors import CellError
from crm.ingest.files.kinds.clients.fields import ClientRow
from crm.ingest.files.kinds.clients.known import key_of
from crm.ingest.files.things import Things
from crm.ingest.files.whose import UID
from crm.search.text import words_of

Owners = dict[IdentifierClaim, int]


def client_of_row(row: ClientRow, owners: Owners, people: Things) -> int | None:
    """The client of a row; None for somebody new.

    1. A public id, a customer's or a loyalty number decides. Of two people: ``identity_conflict``.
    2. Else an e-mail address, a telephone or a card may find somebody known, unless they have another such number
       (then they only share it), or another given name or date of birth. With a number of its own the row is then
       somebody new who shares it; without one it is refused, ``name_conflict``: a person must look.
    """
    _refuse_unknown_uid(row, owners)
    deciding = {owners[claim] for claim in row.claims if claim in owners and _decides(claim)}
    if len(deciding) > 1:
        raise CellError("identity_conflict", "its numbers belong to two clients")
    if deciding:
        return deciding.pop()
    return _by_contact(row, owners, people)


def _refuse_unknown_uid(row: ClientRow, owners: Owners) -> None:
    for claim in row.claims:
        if claim.namespace == UID and claim not in owners:
            raise CellError("client_unknown", "nobody has this public id")


def _decides(claim: IdentifierClaim) -> bool:
    return claim.namespace == UID or NAMESPACES[claim.namespace].maximum == 1


def _by_contact(row: ClientRow, owners: Owners, people: Things) -> int | None:
    numbers = [claim for claim in row.claims if _decides(claim)]
    sharing = list(dict.fromkeys(owners[claim] for claim in row.claims if claim in owners))
    fitting = [client for client in sharing if _fits(_state(people, client), numbers)]
    agreeing = [client for client in fitting if not _difference(row, _state(people, client))]
    if len(agreeing) > 1:
        raise CellError("identity_conflict", "what the row says belongs to two clients")
    if agreeing:
        return agreeing[0]
    if fitting and not numbers and (difference := _difference(row, _state(people, fitting[0]))):
        raise difference
    return None


def _state(people: Things, client: int) -> dict[str, Any]:
    state = people.get(key_of(client))
    assert state is not None  # Everybody who owns a claim was loaded with it.
    return state


def _fits(state: dict[str, Any], numbers: list[IdentifierClaim]) -> bool:
    return not any(state["identifiers"].get(claim.namespace) for claim in numbers)


def _difference(row: ClientRow, state: dict[str, Any]) -> CellError | None:
    """Why they are two people. What one of the two does not say makes no difference."""
    known, who = state["facts"], "its e-mail address or telephone belongs to a client with another"
    born, said = known.get("birth_date"), row.facts.get("birth_date")
    if born and said and born != said:
        return CellError("birth_date_conflict", f"{who} date of birth")
    if not _same_given_name(row.facts, known):
        return CellError("name_conflict", f"{who} given name")
    return None


def _same_given_name(said: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether the one's given name is among the other's names, or an initial of it: the two may stand swapped."""
    if not said.get("given_name") or not known.get("given_name"):
        return True
    mine, theirs = words_of(said["given_name"]), words_of(known["given_name"])
    all_mine, all_theirs = mine + words_of(said.get("family_name", "")), theirs + words_of(known.get("family_name", ""))
    if set(mine) & set(all_theirs) or set(theirs) & set(all_mine):
        return True
    return _has_initial(mine, theirs) or _has_initial(theirs, mine)


def _has_initial(words: list[str], others: list[str]) -> bool:
    return any(len(word) == 1 and other.startswith(word) for word in words for other in others)
