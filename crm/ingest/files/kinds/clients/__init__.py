"""Clients: one line of the file is one person, found by what identifies them before anybody is made."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from consent.queries.restriction import restricted_among
from crm.identity.claims import IdentifierClaim
from crm.identity.erased import REASON, forgotten
from crm.identity.lock import lock_identifiers
from crm.ingest.files.errors import CellError
from crm.ingest.files.kinds.base import Outcome, RecordKind
from crm.ingest.files.kinds.clients.apply import Terms, applied, attached
from crm.ingest.files.kinds.clients.choose import client_of_row
from crm.ingest.files.kinds.clients.fields import CLIENT_FIELDS, ClientRow, client_row
from crm.ingest.files.kinds.clients.known import advisors_of, key_of, load_people, new_person
from crm.ingest.files.kinds.clients.lock import lock_people
from crm.ingest.files.kinds.clients.write import write_people
from crm.ingest.files.records import Values
from crm.ingest.files.things import Things
from crm.ingest.files.whose import UID, erased_unowned, owners_of_claims

FILL, OVERWRITE = "fill", "overwrite"


@dataclass
class ClientsPlan:
    """What a chunk comes to. ``rows``: for each row that brings a new claim, the client and all its claims.

    ``erased``: claims whose owner was erased, and when; ``restricted``: clients who are only kept and read.
    """

    people: Things = field(default_factory=Things)
    owners: dict[IdentifierClaim, int] = field(default_factory=dict)
    taken: dict[IdentifierClaim, int] = field(default_factory=dict)
    rows: list[tuple[int, tuple[IdentifierClaim, ...]]] = field(default_factory=list)
    erased: dict[IdentifierClaim, datetime] = field(default_factory=dict)
    restricted: set[int] = field(default_factory=set)


class Clients(RecordKind):
    """See kinds.Kind. ``update``: ``fill`` what is empty, or ``overwrite`` with what the file says."""

    name: ClassVar[str] = "clients"
    title: ClassVar[str] = "Clients"
    fields = CLIENT_FIELDS
    # Each row locks its identifiers by name, and the database has room for some thousands of such locks.
    chunk_size: int = 500
    options: ClassVar[dict[str, Any]] = {"customer_prefix": "", "phone_country": "", "update": FILL, "language": ""}
    _last_new = 0

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        if self.settings["update"] not in (FILL, OVERWRITE):
            raise self.mapping.wrong(f"update in [options] must be {FILL} or {OVERWRITE}")
        self._prefix = self.settings["customer_prefix"] or f"{self.brand.code}:"
        self._today = self.now.date().isoformat()
        self._plan = ClientsPlan()

    def record(self, values: Values) -> ClientRow:
        return client_row(values, prefix=self._prefix, phone_country=self.settings["phone_country"], today=self._today)

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, ClientRow]]) -> Outcome:
        plan, outcome = self._look_up(cursor, [row for _, row in records]), Outcome()
        advisors = advisors_of(self.brand, {row.advisor for _, row in records if row.advisor})
        terms = Terms(self.settings["update"] == OVERWRITE, self.now.isoformat(timespec="microseconds"), advisors)
        for line, row in records:
            try:
                self._take(row, plan, terms, outcome)
            except CellError as error:
                outcome.reject(line, error)
        outcome.new = Counter(
            {"clients": len(plan.people.made), "changed": len(plan.people.changed), "identifiers": len(plan.taken)}
        )
        claims = {_claim_key(claim): {"client": client} for claim, client in plan.taken.items()}
        outcome.states = {**plan.people.after, **claims}
        self._plan = plan
        return outcome

    def _look_up(self, cursor: CursorWrapper, rows: list[ClientRow]) -> ClientsPlan:
        """Lock order: identifiers, then clients."""
        claims = {claim for row in rows for claim in row.claims}
        if self.locks:
            lock_identifiers([claim for claim in claims if claim.namespace != UID])
        owners = owners_of_claims(claims)
        noted = self.known_before(cursor, (_claim_key(claim) for claim in claims))
        owners |= {claim: int(noted[key]["client"]) for claim in claims if (key := _claim_key(claim)) in noted}
        people = set(owners.values())
        if self.locks:
            lock_people(people, self.brand)
        kept = load_people((each for each in people if each > 0), self.brand)
        plan = ClientsPlan(Things.of(kept, self.known_before(cursor, map(key_of, people))), owners)
        # Behind the locks: an erasure and a restriction hold them while they are written down.
        plan.erased, plan.restricted = erased_unowned(claims, owners), restricted_among(people)
        return plan

    def _take(self, row: ClientRow, plan: ClientsPlan, terms: Terms, outcome: Outcome) -> None:
        row = _without_erased(row, plan)
        client = client_of_row(row, plan.owners, plan.people)
        if client in plan.restricted:
            raise CellError("restricted", "the client's data is restricted: it is kept as it is")
        known = plan.people.get(key_of(client)) if client is not None else None
        state: dict[str, Any] = known or new_person(self.settings["language"] or self.brand.language)
        after = applied(row, state, terms if known else Terms(True, terms.now, terms.advisors))
        if client is None:
            self._last_new -= 1
            client = self._last_new
        gained = attached(row.claims, client, state, plan.owners)
        plan.people.put(key_of(client), after | {"identifiers": gained.identifiers})
        if gained.taken:
            plan.owners |= dict.fromkeys(gained.taken, client)
            plan.taken |= dict.fromkeys(gained.taken, client)
            plan.rows.append((client, row.claims))
        if gained.left:
            outcome.figures["identifiers left where they are"] += gained.left

    def keep(self, cursor: CursorWrapper) -> None:
        plan = self._plan
        write_people(plan.people, plan.taken, plan.rows, brand=self.brand, source=self.source, now=self.now)


def _without_erased(row: ClientRow, plan: ClientsPlan) -> ClientRow:
    """The row without what meant somebody who was erased. Raises CellError ``erased`` where it means nobody else.

    A list says that somebody is a client, not since when they want to be one again: that is what ``since`` may say.
    """
    since = datetime.fromisoformat(row.since) if row.since else None
    told_before = [claim for claim in row.claims if claim in plan.erased]
    if since is not None and not forgotten(told_before, plan.erased, since):
        return row
    if told_before and not any(claim in plan.owners for claim in row.claims):
        raise CellError("erased", REASON)
    return replace(row, claims=tuple(claim for claim in row.claims if claim not in told_before))


def _claim_key(claim: IdentifierClaim) -> str:
    return f"claim:{claim.namespace}:{claim.value}"
