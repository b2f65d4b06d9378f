"""After an older backup was restored: what the journal has and the database has not is carried out again."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from consent.contact_hash import contact_hashes
from consent.journal.folder import Line, all_names, read_file
from consent.journal.whose import Whose, named
from consent.models import ContactPreference, CurrentDecision, Decision, JournalFile, Purpose, Restriction, Suppression
from consent.rehashing.settle import settle_contact, settle_hashes
from consent.rights.erase import erase_client, remember_erased

# Said of what is written again; what a person wrote then is not in the journal.
REASON = "replayed from the journal"


@dataclass
class Replayed:
    """``files`` that the database did not know; ``lines`` by kind; ``strangers``: lines of clients it does not have."""

    files: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    strangers: int = 0


def replay_journal() -> Replayed:
    """Carry out every line of every file that the database does not know, in their order. Again changes nothing.

    Each line is a transaction of its own; a file is known when all of its lines are, so whoever dies is followed by
    a run that repeats some. Whom a line is about says ``consent.journal.whose``.
    """
    known = set(JournalFile.objects.values_list("name", flat=True))
    unknown = [name for name in all_names() if name not in known]
    whose = Whose.of(line for name in unknown for line in read_file(name))
    done = Replayed(files=len(unknown))
    for name in unknown:
        lines = list(read_file(name))
        for line in lines:
            _carry_out(line, whose, done)
        JournalFile.objects.create(
            name=name, entries=len(lines), made_at=timezone.now(), written_at=timezone.now(), is_replayed=True
        )
    return done


def _carry_out(line: Line, whose: Whose, done: Replayed) -> None:
    with _replaying():
        _HOW[line["kind"]](line, whose.reached(line))
    done.lines[line["kind"]] += 1
    done.strangers += bool(named(line)) and not whose.known(line)


def _erase(line: Line, clients: list[Any]) -> None:
    at = _moment(line["at"])
    for client in clients:
        erase_client(client, reason=REASON, actor=None, at=at)
    remember_erased([(namespace, hashed) for namespace, hashed in line["hashes"]], at)


def _suppress(line: Line, clients: list[Any]) -> None:
    brand = _brand(line["brand"]) if line["brand"] else None
    place = {"channel": line["channel"], "contact_hash": _settled(line), "brand": brand, "reason": line["reason"]}
    row = Suppression(**place, marketing_only=line["marketing_only"])
    Suppression.objects.bulk_create([row], ignore_conflicts=True)


def _stands_as(line: Line, client: Any) -> str:
    """The line is under the key of its time. By the address, where it is theirs still, every row of it is found."""
    if not line["contact"]:
        return settle_contact("", client.uid)
    theirs = client.contact_points(line["channel"])
    meant = next((each for each in theirs if line["contact"] in contact_hashes(line["channel"], each)), None)
    return settle_contact(line["channel"], meant) if meant else _settled(line)


def _written(line: Line, client: Any, contact: str) -> list[str]:
    """Under which hashes the ledger may have the decision of the line."""
    return [contact, line["contact"]] if line["contact"] else contact_hashes("", client.uid)


def _settled(line: Line) -> str:
    return settle_hashes([line["contact"]])[line["contact"]]


def _decide(line: Line, clients: list[Any]) -> None:
    """Written into the ledger as it was said; it holds unless the database has something said later."""
    purpose = Purpose.objects.filter(code=line["purpose"]).first()
    for client in clients if purpose is not None else ():
        contact = _stands_as(line, client)
        place = {
            "client_id": client.pk, "brand": _brand(line["brand"]), "purpose": purpose, "channel": line["channel"],
            "contact_hash": contact,
        }  # fmt: skip
        said = {"status": line["status"], "method": line["method"], "captured_at": _moment(line["at"])}
        current = CurrentDecision.objects.select_related("decision").filter(**place).first()
        # The ledger has it under the key of its time, as the line has.
        elsewhere = {name: value for name, value in {**place, **said}.items() if name != "contact_hash"}
        if Decision.objects.filter(contact_hash__in=_written(line, client, contact), **elsewhere).exists():
            continue
        decision = Decision.objects.create(**place, **said, origin=REASON)
        if current is None or current.decision.captured_at <= decision.captured_at:
            CurrentDecision.objects.update_or_create(**place, defaults={"decision": decision})


def _restrict(line: Line, clients: list[Any]) -> None:
    since, lifted_at = _moment(line["since"]), line["lifted_at"] and _moment(line["lifted_at"])
    for client in clients:
        held = Restriction.objects.filter(client=client, since=since)
        if not held.exists() and not Restriction.objects.filter(client=client, lifted_at=None).exists():
            Restriction.objects.create(client=client, since=since, reason=REASON)
        if lifted_at:
            held.filter(lifted_at=None).update(lifted_at=lifted_at, lifted_because=REASON)


def _quieten(line: Line, clients: list[Any]) -> None:
    """What the client asked for last."""
    at, until = _moment(line["at"]), line["paused_until"] and _moment(line["paused_until"])
    wish = {"paused_until": until, "at_most": line["at_most"], "changed_at": at}
    for client in clients:
        held, _ = ContactPreference.objects.get_or_create(client=client, brand=_brand(line["brand"]), defaults=wish)
        ContactPreference.objects.filter(pk=held.pk, changed_at__lt=at).update(**wish)


_HOW: dict[str, Callable[[Line, list[Any]], None]] = {
    "erasure": _erase,
    "suppression": _suppress,
    "decision": _decide,
    "restriction": _restrict,
    "preference": _quieten,
}


@contextmanager
def _replaying() -> Iterator[None]:
    """A transaction whose rows the triggers do not note for the journal again: they are from there."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('consent.is_replaying', 'yes', true)")
        yield


def _brand(code: str) -> Any:
    return apps.get_model("crm", "Brand")._default_manager.get(code=code)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
