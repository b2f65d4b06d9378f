"""Consents: one line is one decision of a client, with its proof and the notice that she had before her.

A file never gives back what a client withdrew (``withdrawal_stands``), and an older line changes nothing of what holds.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.backends.utils import CursorWrapper
from django.db.models import F
from django.db.models.functions import Coalesce

from consent.actions.decide_many import ToldDecision, record_imported_decisions
from consent.contact_hash import first_hash, newest_hash
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision, Notice, Purpose
from consent.replacing import STOPS, is_replacing, refuse_reversal
from crm.identity.claims import IdentifierClaim
from crm.ingest.files.cells import shown
from crm.ingest.files.errors import CellError
from crm.ingest.files.fields import Field, choice, language, moment, text, whole
from crm.ingest.files.foreseen import State
from crm.ingest.files.kinds.base import Outcome
from crm.ingest.files.kinds.owned import OWNED_OPTIONS, OwnedKind, note_known
from crm.ingest.files.records import Values
from crm.ingest.files.things import Things
from crm.ingest.files.whose import WHOSE_FIELDS, normal_value, owners_of_claims
from crm.models import Client
from crm.models.client import CHANNEL_NAMESPACES

GIVEN, REFUSED, WITHDRAWN = (
    each.value for each in (Decision.Status.GIVEN, Decision.Status.REFUSED, Decision.Status.WITHDRAWN)
)
STATUS_WORDS = {
    **dict.fromkeys(
        ("yes", "true", "1", "opt-in", "opted-in", "optin", "subscribed", "oui", "ja", "si", "sì", "是"), GIVEN
    ),
    **dict.fromkeys(("no", "false", "0", "non", "nein", "否"), REFUSED),
    **dict.fromkeys(("opt-out", "opted-out", "optout", "unsubscribed"), WITHDRAWN),
}
IMPORT = Decision.Method.IMPORT.value
CONSENT_FIELDS = (
    *WHOSE_FIELDS,
    Field("purpose", "Code of the purpose, such as marketing", text(60), is_required=True),
    Field("channel", "Channel, such as email; empty for a purpose that has none", text(20)),
    Field("contact", "The address or number that it is about; without it, the client's of the row", text(254)),
    Field("status", "given, refused or withdrawn", choice(GIVEN, REFUSED, WITHDRAWN, **STATUS_WORDS), is_required=True),
    Field("decided_at", "When she decided", moment, is_required=True, looks="moment"),
    Field("notice_version", "Version of the text before her", whole(least=1), is_required=True, looks="number"),
    Field("language", "Language of that text", language),
    Field("proof", "Where the evidence lies: form, document, record", text(200), is_required=True),
)  # fmt: skip


@dataclass(frozen=True)
class ConsentRow:
    """``contact``: the normalised address, empty where the purpose is about the person."""

    claims: tuple[IdentifierClaim, ...]
    purpose: str
    channel: str
    contact: str
    status: str
    decided_at: datetime
    notice: int
    language: str
    proof: str


@dataclass(frozen=True)
class Standing:
    """A decision that holds, as the ledger's rules read it."""

    status: str
    captured_at: datetime


class Consents(OwnedKind):
    """See kinds.Kind. Each line is a decision of the ledger, with the method ``import``."""

    name: ClassVar[str] = "consents"
    title: ClassVar[str] = "Consents"
    fields = CONSENT_FIELDS
    chunk_size: int = 500
    options: ClassVar[dict[str, Any]] = {**OWNED_OPTIONS, "language": ""}

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self._channels = dict(Purpose.objects.values_list("code", "channels"))
        self._purposes = dict(Purpose.objects.values_list("code", "pk"))
        notices = Notice.objects.values_list("purpose__code", "version", "language", "pk")
        self._notices = {(purpose, version, tongue.lower()): pk for purpose, version, tongue, pk in notices}
        self._language = self.settings["language"] or self.brand.language
        self._new: list[tuple[ConsentRow, int, str]] = []

    def record(self, values: Values) -> ConsentRow:
        purpose = values["purpose"]
        if purpose not in self._channels:
            raise CellError("purpose_unknown", f"{shown(purpose)} is the code of no purpose")
        channel = self._channel(values, self._channels[purpose])
        tongue = values["language"] or self._language
        notice = self._notices.get((purpose, values["notice_version"], tongue.lower()))
        if notice is None:
            said = f"version {values['notice_version']} in {tongue}"
            raise CellError("notice_unknown", f"there is no text of {purpose} {said}")
        decided_at = datetime.fromisoformat(values["decided_at"])
        contact = self._contact(values, channel) if channel else ""
        claims = self.claims(values)
        return ConsentRow(
            claims, purpose, channel, contact, values["status"], decided_at, notice, tongue, values["proof"]
        )

    @staticmethod
    def _channel(values: Values, channels: list[str]) -> str:
        if not channels:
            return ""
        channel = values["channel"].lower()
        if channel not in channels:
            raise CellError("channel_unknown", f"{shown(channel)} is none of: {', '.join(channels)}")
        return str(channel)

    def _contact(self, values: Values, channel: str) -> str:
        namespace = CHANNEL_NAMESPACES.get(channel, channel)
        said = values["contact"] or (values[namespace] if namespace in ("email", "phone") else "")
        contact = normal_value(namespace, said, self.settings["phone_country"]) if said else ""
        if not contact:
            raise CellError("contact_missing", f"the row has no address for {channel}")
        return contact

    def plan(self, cursor: CursorWrapper, records: list[tuple[int, ConsentRow]]) -> Outcome:
        outcome = Outcome()
        found = [each for each in self.found(records, outcome) if self._is_theirs(each, outcome)]
        clients = self._clients({client for _, _, client in found})
        keys = {line: _key(row, client, clients[client]) for line, row, client in found}
        standing = Things.of(self._kept(clients), self.known_before(cursor, keys.values()))
        told = self._told(clients)
        noted = self.known_before(cursor, (_told_key(keys[line], row) for line, row, _ in found))
        self._new = []
        for line, row, client in found:
            same = _told_key(keys[line], row)
            if same in told or same in noted:
                continue
            try:
                _decide(row, keys[line], _of_person(row, client, clients[client]), standing)
            except ConsentError as error:
                outcome.reject(line, CellError(error.code, "the client withdrew it, and only she gives it back"))
                continue
            told.add(same)
            self._new.append((row, client, _hashed(row, clients[client])))
            outcome.states[same] = {}
        outcome.new = Counter({"decisions": len(self._new)})
        outcome.states |= standing.after
        return outcome

    def _is_theirs(self, found: tuple[int, ConsentRow, int], outcome: Outcome) -> bool:
        """A decision about an address is a decision of whoever has it."""
        line, row, client = found
        if not row.contact:
            return True
        claim = IdentifierClaim(CHANNEL_NAMESPACES.get(row.channel, row.channel), row.contact)
        if self._owners.get(claim) == client:
            return True
        outcome.reject(line, CellError("contact_unknown", "the address is not known as this client's"))
        return False

    def found(self, records: Iterable[tuple[int, Any]], outcome: Outcome) -> list[tuple[int, Any, int]]:
        records = list(records)
        contacts = [
            IdentifierClaim(CHANNEL_NAMESPACES.get(row.channel, row.channel), row.contact)
            for _, row in records
            if row.contact
        ]
        self._owners = owners_of_claims(contacts)
        return super().found(records, outcome)

    def _clients(self, ids: set[int]) -> dict[int, str]:
        """Id to public id, locked as the ledger locks them: one decision of a client at a time."""
        rows = Client.objects.filter(pk__in=ids).order_by("pk")
        if self.locks:
            rows = rows.select_for_update(no_key=True)
        return dict(rows.values_list("pk", "uid"))

    def _kept(self, clients: dict[int, str]) -> dict[str, tuple[int, State]]:
        held = CurrentDecision.objects.filter(client__in=clients, brand_id=self.brand.pk).select_related(
            "decision", "purpose"
        )
        return {
            f"{each.client_id}|{each.purpose.code}|{each.channel}|{newest_hash(each.contact_hash)}": (
                each.pk,
                {"status": each.decision.status, "at": _iso(each.decision.captured_at)},
            )
            for each in held
        }

    def _told(self, clients: dict[int, str]) -> set[str]:
        """What files told before of these clients, on their own record or on one that was merged into it."""
        told = Decision.objects.filter(brand_id=self.brand.pk, method=IMPORT).annotate(
            live=Coalesce("client__canonical_id", "client_id"), code=F("purpose__code")
        )
        rows = told.filter(
            client__in=Client.objects.filter(pk__in=clients) | Client.objects.filter(canonical__in=clients)
        )
        return {
            f"{row.live}|{row.code}|{row.channel}|{newest_hash(row.contact_hash)}|{row.status}|{_iso(row.captured_at)}"
            for row in rows
        }

    def keep(self, cursor: CursorWrapper) -> None:
        told = [
            ToldDecision(
                client_id=client, purpose_id=self._purposes[row.purpose], channel=row.channel,
                contact_hash=hashed, status=row.status, at=row.decided_at, notice_id=row.notice,
                language=row.language, origin=row.proof,
            )
            for row, client, hashed in self._new
        ]  # fmt: skip
        record_imported_decisions(told, brand=self.brand)
        note_known(cursor, [client for _, client, _ in self._new], self.brand, self.now)


def _decide(row: ConsentRow, key: str, of_person: str, standing: Things) -> None:
    """Put the decision in its place, as ``record_decision`` will. Raises ConsentError ``withdrawal_stands``."""
    opposing = [no for each in (key, of_person) if each and (no := _standing(standing.get(each)))]
    if not all(is_replacing(row.status, row.decided_at, each) for each in opposing):
        return
    for each in opposing:
        refuse_reversal(each, row.status, IMPORT)
    standing.put(key, {"status": row.status, "at": _iso(row.decided_at)})


def _standing(state: State | None) -> Standing | None:
    return Standing(str(state["status"]), datetime.fromisoformat(str(state["at"]))) if state else None


def _of_person(row: ConsentRow, client: int, uid: str) -> str:
    """Where the client's own no to all addresses stands, against a yes on one of them; empty for whatever else."""
    return (
        f"{client}|{row.purpose}||{newest_hash(first_hash('', uid))}" if row.channel and row.status not in STOPS else ""
    )


def _key(row: ConsentRow, client: int, uid: str) -> str:
    return f"{client}|{row.purpose}|{row.channel}|{newest_hash(_hashed(row, uid))}"


def _hashed(row: ConsentRow, uid: str) -> str:
    return first_hash(row.channel, row.contact or uid)


def _told_key(key: str, row: ConsentRow) -> str:
    return f"{key}|{row.status}|{_iso(row.decided_at)}"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
