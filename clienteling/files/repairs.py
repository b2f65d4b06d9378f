"""Repairs: one line is one step of a repair, or the repair as it stands."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper

from clienteling.models import Repair, RepairStep
from crm.identity.claims import IdentifierClaim
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, boutique, choice, future_day, moment, text
from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.base import Outcome
from crm.ingest.files.kinds.owned import OwnedKind, note_known
from crm.ingest.files.records import Values
from crm.ingest.files.things import Things
from crm.ingest.files.whose import WHOSE_FIELDS
from crm.models import Variant

CLOSED = Repair.Status.CLOSED.value
REPAIR_FIELDS = (
    *WHOSE_FIELDS,
    Field("number", "Number of the repair", text(60), is_required=True),
    Field("status", "opened, received, rejected, completed, shipped, delayed or closed", choice(*Repair.Status.values)),
    Field("opened_at", "When it was opened", moment, is_required=True, looks="moment"),
    Field("status_at", "When it came to this status; without it, when it was opened or closed", moment),
    Field("closed_at", "When it was handed over", moment),
    Field("promised_on", "The day that was promised", future_day),
    Field("boutique", "Code of the boutique that took it in", boutique, empty=None),
    Field("sku", "The article's own code", text(60)),
    Field("description", "What is to be done", text(500)),
    Field("note", "A word on this step", text(200)),
)  # fmt: skip
NEW: State = {
    "client": 0,
    "boutique": None,
    "sku": "",
    "description": "",
    "promised_on": "",
    "opened_at": "",
    "steps": {},
}
FACTS = ("boutique", "sku", "description", "promised_on")


@dataclass(frozen=True)
class RepairRow:
    """``step``: status and moment, which name a step of a repair; ``note`` is its word."""

    claims: tuple[IdentifierClaim, ...]
    number: str
    opened_at: str
    facts: State
    step: str
    note: str


class Repairs(OwnedKind):
    """See kinds.Kind. The status of a repair is that of its latest step; further lines add steps."""

    name: ClassVar[str] = "repairs"
    title: ClassVar[str] = "Repairs"
    fields = REPAIR_FIELDS
    options: ClassVar[dict[str, Any]] = {**OwnedKind.options, "sku_prefix": ""}

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._repairs = Things()

    def record(self, values: Values) -> RepairRow:
        status = values["status"] or (CLOSED if values["closed_at"] else Repair.Status.OPENED.value)
        at = values["status_at"] or (values["closed_at"] if status == CLOSED else "") or values["opened_at"]
        if status == CLOSED and not (values["closed_at"] or values["status_at"]):
            raise CellError("closed_at_missing", "a closed repair says when it was handed over")
        if at < values["opened_at"]:
            raise CellError("status_at_too_early", "it came to this status before it was opened")
        facts = {name: values[name] for name in FACTS}
        facts["sku"] = self.settings["sku_prefix"] + facts["sku"] if facts["sku"] else ""
        return RepairRow(
            self.claims(values), values["number"], values["opened_at"], facts, f"{at} {status}", values["note"]
        )

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, RepairRow]]) -> Outcome:
        outcome = Outcome()
        numbers = {row.number for _, row in records}
        self._repairs = Things.of(self._kept(numbers), self.known_before(cursor, numbers))
        steps = 0
        for line, row, client in self.found(records, outcome):
            try:
                steps += self._take(row, client)
            except CellError as error:
                outcome.reject(line, error)
        made, changed = self._repairs.made, self._repairs.changed
        outcome.new = Counter({"repairs": len(made), "changed": len(changed), "steps": steps})
        outcome.states = self._repairs.after
        return outcome

    def _take(self, row: RepairRow, client: int) -> int:
        """1 when its step is new, else 0. Raises CellError ``repair_conflict``."""
        kept = self._repairs.get(row.number)
        if kept is not None and kept["client"] != client:
            raise CellError("repair_conflict", "the repair belongs to another client already")
        steps = kept["steps"] if kept else {}
        said = row.facts | {"client": client, "steps": {**steps, row.step: steps.get(row.step) or row.note}}
        if kept is None or row.opened_at < kept["opened_at"]:
            said["opened_at"] = row.opened_at
        self._repairs.fill(row.number, said, NEW)
        return int(row.step not in steps)

    def _kept(self, numbers: set[str]) -> dict[str, tuple[int, State]]:
        rows = Repair.objects.filter(brand_id=self.brand.pk, number__in=numbers).order_by("pk")
        rows = rows.select_for_update(no_key=True, of=("self",)) if self.locks else rows
        repairs = list(rows.select_related("client"))
        found = {each.number: (each.pk, _state_of(each)) for each in repairs}
        by_id = dict(found.values())
        for step in RepairStep.objects.filter(repair__in=by_id):
            by_id[step.repair_id]["steps"][f"{_iso(step.at)} {step.status}"] = step.note
        for each in repairs:
            # One that was made without a step has come to its status when it was opened or closed.
            by_id[each.pk]["steps"] = by_id[each.pk]["steps"] or {_last_of(each): ""}
        return found

    def keep(self, cursor: CursorWrapper) -> None:
        skus = {state["sku"] for state in self._repairs.after.values()}
        mine = Variant.objects.filter(sku__in=skus, product__brand=self.brand)
        variants = dict(mine.values_list("sku", "pk"))
        made = [self._repair(number, state, variants) for number, state in sorted(self._repairs.made.items())]
        Repair.objects.bulk_create(made)
        changed = [self._repair(number, state, variants) for number, state in self._repairs.changed.items()]
        for each in changed:
            each.pk = self._repairs.ids[each.number]
        columns = ["boutique", "sku", "variant", "description", "status", "opened_at", "promised_on", "closed_at"]
        Repair.objects.bulk_update(changed, columns, batch_size=500)
        self._add_steps([*made, *changed])
        note_known(cursor, [each.client_id for each in made], self.brand, self.now)

    def _repair(self, number: str, state: State, variants: dict[str, int]) -> Repair:
        latest = max(state["steps"])
        at, status = latest.split(" ")
        promised = state["promised_on"]
        return Repair(
            brand=self.brand, number=number, client_id=state["client"], boutique_id=state["boutique"],
            sku=state["sku"], variant_id=variants.get(state["sku"]), description=state["description"],
            status=status, opened_at=datetime.fromisoformat(state["opened_at"]),
            promised_on=date.fromisoformat(promised) if promised else None,
            closed_at=datetime.fromisoformat(at) if status == CLOSED else None, source=self.source[:60],
        )  # fmt: skip

    def _add_steps(self, repairs: list[Repair]) -> None:
        """Those that are there already are left as they are."""
        after = self._repairs.after
        steps = [
            RepairStep(
                repair=repair, status=step.split(" ")[1], at=datetime.fromisoformat(step.split(" ")[0]), note=note
            )
            for repair in repairs
            for step, note in sorted(after[repair.number]["steps"].items())
        ]
        RepairStep.objects.bulk_create(steps, ignore_conflicts=True)


def _state_of(repair: Repair) -> State:
    return {
        "client": repair.client.canonical_id or repair.client_id,
        "boutique": repair.boutique_id,
        "sku": repair.sku,
        "description": repair.description,
        "promised_on": repair.promised_on.isoformat() if repair.promised_on else "",
        "opened_at": _iso(repair.opened_at),
        "steps": {},
    }


def _last_of(repair: Repair) -> str:
    return f"{_iso(repair.closed_at or repair.opened_at)} {repair.status}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
