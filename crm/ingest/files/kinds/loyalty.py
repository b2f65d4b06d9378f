"""Loyalty: one line is one account of a programme, as the programme states it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from crm.identity.claims import IdentifierClaim
from crm.ingest.files.cells import LIST_MARK
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, day, moment, text, whole
from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.base import Outcome
from crm.ingest.files.kinds.owned import OwnedKind, note_known
from crm.ingest.files.records import Values
from crm.ingest.files.things import Things
from crm.ingest.files.whose import WHOSE_FIELDS, normal_value
from crm.models import LoyaltyAccount

OWED_AT_MOST = -(2**31) + 1
LOYALTY_FIELDS = (
    *WHOSE_FIELDS,
    Field("programme", "Name of the programme", text(60), is_required=True),
    Field("number", "Number of the account", text(60), is_required=True),
    Field("tier", "Tier of the programme", text(40)),
    Field("points", "Points; below zero where some are owed", whole(least=OWED_AT_MOST), looks="number", empty=None),
    Field("since", "Member since", day, empty=""),
    Field("changed_at", "When it was so: an older line than what is kept changes nothing", moment, empty=""),
)  # fmt: skip
NEW: State = {"client": 0, "tier": "", "points": 0, "since": "", "changed_at": ""}


@dataclass(frozen=True)
class LoyaltyRow:
    claims: tuple[IdentifierClaim, ...]
    programme: str
    number: str
    facts: State

    @property
    def key(self) -> str:
        return f"{self.programme}{LIST_MARK}{self.number}"


class Loyalty(OwnedKind):
    """See kinds.Kind. The account's number, where somebody is known by it, may stand for the client."""

    name: ClassVar[str] = "loyalty"
    title: ClassVar[str] = "Loyalty accounts"
    fields = LOYALTY_FIELDS

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._accounts = Things()

    def record(self, values: Values) -> LoyaltyRow:
        number = values["number"]
        claims = self.claims(values)
        if not claims and (card := normal_value("loyalty", number)):
            claims = (IdentifierClaim("loyalty", card),)
        facts = {name: values[name] for name in ("tier", "points", "since", "changed_at")}
        return LoyaltyRow(claims, values["programme"], number, facts)

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, LoyaltyRow]]) -> Outcome:
        outcome = Outcome()
        before = self.known_before(cursor, (row.key for _, row in records))
        self._accounts = Things.of(self._kept([row for _, row in records]), before)
        for line, row, client in self.found(records, outcome):
            try:
                self._take(row, client)
            except CellError as error:
                outcome.reject(line, error)
        outcome.new = Counter({"accounts": len(self._accounts.made), "changed": len(self._accounts.changed)})
        outcome.states = self._accounts.after
        return outcome

    def _take(self, row: LoyaltyRow, client: int) -> None:
        kept = self._accounts.get(row.key)
        if kept is not None and kept["client"] != client:
            raise CellError("account_conflict", "the account belongs to another client already")
        changed_at = row.facts["changed_at"]
        if kept is not None and changed_at and str(changed_at) < str(kept["changed_at"]):
            return
        # Without a date of its own a line that says nothing new does not count as a change.
        standing = NEW | {"changed_at": self.now.isoformat(timespec="microseconds")}
        self._accounts.fill(row.key, row.facts | {"client": client}, standing)

    def _kept(self, rows: list[LoyaltyRow]) -> dict[str, tuple[int, State]]:
        accounts = LoyaltyAccount.objects.filter(
            brand_id=self.brand.pk,
            programme__in={row.programme for row in rows},
            number__in={row.number for row in rows},
        ).order_by("pk").select_related("client")  # fmt: skip
        if self.locks:
            accounts = accounts.select_for_update(no_key=True, of=("self",))
        return {f"{each.programme}{LIST_MARK}{each.number}": (each.pk, _state_of(each)) for each in accounts}

    def keep(self, cursor: CursorWrapper) -> None:
        made = [self._account(key, state) for key, state in sorted(self._accounts.made.items())]
        LoyaltyAccount.objects.bulk_create(made)
        changed = [self._account(key, state) for key, state in self._accounts.changed.items()]
        for each in changed:
            each.pk = self._accounts.ids[f"{each.programme}{LIST_MARK}{each.number}"]
        LoyaltyAccount.objects.bulk_update(changed, ["tier", "points", "since", "changed_at"], batch_size=500)
        note_known(cursor, [each.client_id for each in made], self.brand, self.now)

    def _account(self, key: str, state: State) -> LoyaltyAccount:
        programme, number = key.split(LIST_MARK)
        since = str(state["since"])
        return LoyaltyAccount(
            brand=self.brand, programme=programme, number=number, client_id=state["client"], tier=state["tier"],
            points=state["points"], since=date.fromisoformat(since) if since else None,
            changed_at=datetime.fromisoformat(str(state["changed_at"])), source=self.source[:60],
        )  # fmt: skip


def _state_of(account: LoyaltyAccount) -> State:
    return {
        "client": account.client.canonical_id or account.client_id,
        "tier": account.tier,
        "points": account.points,
        "since": account.since.isoformat() if account.since else "",
        "changed_at": account.changed_at.isoformat(timespec="microseconds"),
    }
