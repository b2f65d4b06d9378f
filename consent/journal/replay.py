"""After an older backup was restored: what the journal has and the database has not is carried out again."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from consent.contact_hash import contact_hashes
from consent.journal.folder import Line, all_names, read_file
from consent.journal.kinds import REASON, MissingHereError, brand_of, carry_out_line, moment_of, register_kind
from consent.journal.lines import (
    lines_of_decisions,
    lines_of_erasures,
    lines_of_preferences,
    lines_of_restrictions,
    lines_of_suppressions,
)
from consent.journal.whose import Whose, named
from consent.models import (
    ContactPreference,
    CurrentDecision,
    Decision,
    JournalEntry,
    JournalFile,
    Purpose,
    Restriction,
    Suppression,
)
from consent.rehashing.settle import settle_contact, settle_hashes
from consent.rights.erase import erase_client, remember_erased


@dataclass
class Replayed:
    """``files`` that the database did not know; ``lines`` by kind; ``strangers``: lines of clients it does not have;
    ``missing``: houses and purposes that have to be there before the rest can be carried out."""

    files: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    strangers: int = 0
    missing: set[str] = field(default_factory=set)


def replay_journal() -> Replayed:
    """Carry out every line of every file that the database does not know, in their order. Again changes nothing.

    Each line is a transaction of its own; a file is known when all of its lines are, so whoever dies is followed by
    a run that repeats some. A line of a house or a purpose that is not there (they came after the backup) waits until
    somebody makes it: its file stays unknown. Whom a line is about says ``consent.journal.whose``.
    """
    known = set(JournalFile.objects.values_list("name", flat=True))
    unknown = [name for name in all_names() if name not in known]
    whose = Whose.of(line for name in unknown for line in read_file(name))
    done = Replayed(files=len(unknown))
    for name in unknown:
        lines = list(read_file(name))
        carried = [_carry_out(line, whose, done) for line in lines]
        if all(carried):
            JournalFile.objects.create(
                name=name, entries=len(lines), made_at=timezone.now(), written_at=timezone.now(), is_replayed=True
            )
    return done


def _carry_out(line: Line, whose: Whose, done: Replayed) -> bool:
    try:
        with _replaying():
            carry_out_line(line, whose.reached(line))
    except MissingHereError as error:
        done.missing.add(error.what)
        return False
    done.lines[line["kind"]] += 1
    done.strangers += bool(named(line)) and not whose.known(line)
    return True


def _erase(line: Line, clients: list[Any]) -> None:
    at = moment_of(line["at"])
    for client in clients:
        erase_client(client, reason=REASON, actor=None, at=at)
    remember_erased([(namespace, hashed) for namespace, hashed in line["hashes"]], at)


def _suppress(line: Line, clients: list[Any]) -> None:
    brand = brand_of(line["brand"]) if line["brand"] else None
    place = {"channel": line["channel"], "contact_hash": _settled(line), "brand": brand, "reason": line["reason"]}
    row = Suppression(**place, marketing_only=line["marketing_only"])
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    if not line["marketing_only"]:
        Suppression.objects.filter(**place, lifted_at=None).update(marketing_only=False)


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
    brand, purpose = brand_of(line["brand"]), _purpose_of(line["purpose"])
    for client in clients:
        contact = _stands_as(line, client)
        place = {
            "client_id": client.pk, "brand": brand, "purpose": purpose, "channel": line["channel"],
            "contact_hash": contact,
        }  # fmt: skip
        said = {"status": line["status"], "method": line["method"], "captured_at": moment_of(line["at"])}
        current = CurrentDecision.objects.select_related("decision").filter(**place).first()
        # The ledger has it under the key of its time, as the line has.
        elsewhere = {name: value for name, value in {**place, **said}.items() if name != "contact_hash"}
        if Decision.objects.filter(contact_hash__in=_written(line, client, contact), **elsewhere).exists():
            continue
        decision = Decision.objects.create(**place, **said, origin=REASON)
        if current is None or current.decision.captured_at <= decision.captured_at:
            CurrentDecision.objects.update_or_create(**place, defaults={"decision": decision})


def _restrict(line: Line, clients: list[Any]) -> None:
    since, lifted_at = moment_of(line["since"]), line["lifted_at"] and moment_of(line["lifted_at"])
    for client in clients:
        held = Restriction.objects.filter(client=client, since=since)
        if not held.exists() and not Restriction.objects.filter(client=client, lifted_at=None).exists():
            Restriction.objects.create(client=client, since=since, reason=REASON)
        if lifted_at:
            held.filter(lifted_at=None).update(lifted_at=lifted_at, lifted_because=REASON)


def _quieten(line: Line, clients: list[Any]) -> None:
    """What the client asked for last."""
    at, until = moment_of(line["at"]), line["paused_until"] and moment_of(line["paused_until"])
    wish = {"paused_until": until, "at_most": line["at_most"], "changed_at": at}
    for client in clients:
        held, _ = ContactPreference.objects.get_or_create(client=client, brand=brand_of(line["brand"]), defaults=wish)
        ContactPreference.objects.filter(pk=held.pk, changed_at__lt=at).update(**wish)


def register_own_kinds() -> None:
    kind = JournalEntry.Kind
    register_kind(kind.DECISION, make=lines_of_decisions, carry_out=_decide)
    register_kind(kind.SUPPRESSION, make=lines_of_suppressions, carry_out=_suppress)
    register_kind(kind.ERASURE, make=lines_of_erasures, carry_out=_erase)
    register_kind(kind.RESTRICTION, make=lines_of_restrictions, carry_out=_restrict)
    register_kind(kind.PREFERENCE, make=lines_of_preferences, carry_out=_quieten)


@contextmanager
def _replaying() -> Iterator[None]:
    """A transaction whose rows the triggers do not note for the journal again: they are from there."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('consent.is_replaying', 'yes', true)")
        yield


def _purpose_of(code: str) -> Purpose:
    found = Purpose.objects.filter(code=code).first()
    if found is None:
        raise MissingHereError(f"purpose {code}")
    return found
