"""Interactions: one line is one call of the Segment specification, checked and stored as if it had been sent."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec
import uuid_utils
from django.db.backends.utils import CursorWrapper
from django.utils.text import slugify

from consent.queries.erased import erased_among
from crm.identity.claims import IdentifierClaim
from crm.identity.erased import REASON
from crm.ingest.calls import PreparedCall
from crm.ingest.errors import CallRejected
from crm.ingest.files.errors import CellError, ImportFileError
from crm.ingest.files.fields import Field, choice, json_object, moment, text
from crm.ingest.files.kinds.base import Outcome
from crm.ingest.files.kinds.owned import OWNED_OPTIONS, OwnedKind, note_known
from crm.ingest.files.records import Values
from crm.ingest.files.sources import file_source
from crm.ingest.files.whose import WHOSE_FIELDS
from crm.ingest.parcel import parcel_of
from crm.ingest.prepare import MAXIMUM_ID, MAXIMUM_NAME, Arrival, prepare_call
from crm.ingest.schema import CALL_TYPES
from crm.ingest.statement import insert_parcels
from crm.models import Client, MessageId, Source

_encode = msgspec.json.Encoder().encode
INTERACTION_FIELDS = (
    *WHOSE_FIELDS,
    Field("message_id", "The same id again is the same event", text(MAXIMUM_ID), is_required=True),
    Field("occurred_at", "When it happened", moment, is_required=True, looks="moment"),
    Field("type", "track, page, screen, identify or group; track where it is not said", choice(*sorted(CALL_TYPES))),
    Field("name", "Name of the event, or of the page", text(MAXIMUM_NAME)),
    Field("anonymous_id", "Id of the visitor", text(MAXIMUM_ID)),
    Field("group_id", "Id of the group, of a call of type group", text(MAXIMUM_ID)),
    Field("properties", "An object of JSON", json_object, empty=None),
    Field("property.", "One property: property.sku", text(1_000)),
    Field("context", "An object of JSON, as the specification has it", json_object, empty=None),
)  # fmt: skip


@dataclass(frozen=True)
class InteractionRow:
    claims: tuple[IdentifierClaim, ...]
    call: PreparedCall


class Interactions(OwnedKind):
    """See kinds.Kind. A row without any sign of a client is a visitor's, and needs the visitor's id."""

    name: ClassVar[str] = "interactions"
    title: ClassVar[str] = "Interactions"
    fields = INTERACTION_FIELDS
    options: ClassVar[dict[str, Any]] = OWNED_OPTIONS

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._code = slugify(self.source)[:40]
        held = Source.objects.filter(code=self._code).exclude(brand_id=self.brand.pk)
        if not self._code or held.exists():
            raise ImportFileError(
                "source_taken", f"source = {self.source!r} of the mapping is a source of another brand."
            )
        self._new: list[tuple[InteractionRow, int | None]] = []

    def record(self, values: Values) -> InteractionRow:
        claims = self.claims(values)
        try:
            call = prepare_call(_encode(_call_of(values, claims)), 0, Arrival(received_at=self.now))
        except CallRejected as rejection:
            raise CellError(rejection.code, rejection.detail) from None
        if call.warnings:
            # A call that is sent now is given the time of its arrival; what a file tells happened long before.
            raise CellError(call.warnings[0], "it cannot have happened at that time")
        return InteractionRow(claims, call)

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, InteractionRow]]) -> Outcome:
        outcome = Outcome()
        unseen = self._unseen(cursor, records)
        owned = self.found(((line, row) for line, row in unseen if row.claims), outcome)
        clients = {line: client for line, _, client in owned}
        births = _births(clients.values())
        for line in _of_erased_visitors(unseen, clients):
            outcome.reject(line, CellError("erased", REASON))
        refused = {reject.line for reject in outcome.rejects}
        self._new = []
        for line, row in unseen:
            if line in refused:
                continue
            if (born := births.get(clients.get(line, 0))) and row.call.timestamp.date() < born:
                outcome.reject(line, CellError("before_birth", "it happened before the client was born"))
            else:
                self._new.append((row, clients.get(line)))
        outcome.new = Counter({"interactions": len(self._new)})
        outcome.states = {_key(row): {} for row, _ in self._new}
        return outcome

    def _unseen(
        self, cursor: CursorWrapper, records: Sequence[tuple[int, InteractionRow]]
    ) -> list[tuple[int, InteractionRow]]:
        """Those whose message id was never stored; of the same id twice in the file the first is the event."""
        first: dict[str, tuple[int, InteractionRow]] = {}
        for line, row in records:
            first.setdefault(row.call.message_id, (line, row))
        stored = set(MessageId.objects.filter(pk__in=list(first)).values_list("pk", flat=True))
        noted = self.known_before(cursor, (_key(row) for _, row in first.values()))
        return [each for id_, each in first.items() if id_ not in stored and _key(each[1]) not in noted]

    def keep(self, cursor: CursorWrapper) -> None:
        """Ids in the order of the rows, since the id settles the order of equal timestamps."""
        if not self._new:
            return
        for (row, client), id_ in zip(self._new, sorted(str(uuid_utils.uuid7()) for _ in self._new), strict=True):
            row.call.id, row.call.client_id = id_, client
        source = file_source(self.brand, self._code, self.source)
        insert_parcels([parcel_of(source, [row.call for row, _ in self._new], self.now)])
        note_known(cursor, [client for _, client in self._new if client is not None], self.brand, self.now)


def _call_of(values: Values, claims: tuple[IdentifierClaim, ...]) -> dict[str, Any]:
    """The row as the library of a website would have sent it. ``userId`` names somebody where no visitor does."""
    kind = values["type"] or "track"
    properties = {**(values["properties"] or {}), **values["property."]}
    return {
        "type": kind,
        "messageId": values["message_id"],
        "anonymousId": values["anonymous_id"],
        "userId": values["customer"] or (claims[0].value if claims and not values["anonymous_id"] else None),
        "groupId": values["group_id"] or None,
        ("event" if kind == "track" else "name"): values["name"] or None,
        "timestamp": values["occurred_at"],
        ("traits" if kind in ("identify", "group") else "properties"): properties,
        "context": values["context"] or {},
    }


def _of_erased_visitors(rows: Sequence[tuple[int, InteractionRow]], clients: Container[int]) -> list[int]:
    """Lines of visits that nobody owns, of a device whose owner was erased since."""
    visits = [(line, row.call) for line, row in rows if not row.claims and line not in clients]
    erased = erased_among(("anonymous", call.anonymous_id) for _, call in visits)
    at = {line: erased.get(("anonymous", call.anonymous_id)) for line, call in visits}
    return [line for line, call in visits if (moment := at[line]) is not None and call.timestamp <= moment]


def _key(row: InteractionRow) -> str:
    return f"message:{row.call.message_id}"


def _births(clients: Any) -> dict[int, Any]:
    born = Client.objects.filter(pk__in=set(clients), birth_date__isnull=False)
    return dict(born.values_list("pk", "birth_date"))
