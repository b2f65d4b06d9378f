"""``manage.py privacy replay``: after an older backup was restored, before anything is sent."""

from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from consent.journal.replay import replay_journal
from consent.journal.standing import Standing, journal_standing
from consent.management.parts import Part
from consent.rights.erasing.work import work_on_due_erasure
from consent.sensitive.work import carry_out_withdrawals


def _replay(options: dict[str, Any], stdout: OutputWrapper) -> None:
    if journal_standing() == Standing.MISSING:
        raise CommandError(f"{Standing.MISSING.code}: {Standing.MISSING.words} Nothing was done.")
    done = replay_journal()
    stdout.write(f"{done.files:,} files that this database did not know.")
    for kind, count in sorted(done.lines.items()):
        stdout.write(f"{kind}: {count:,}")
    if done.strangers:
        stdout.write(f"{done.strangers:,} of them are about clients who are not in this database.")
    while erasure := work_on_due_erasure():
        stdout.write(f"Erasure {erasure.pk}: {erasure.state}.")
    while ended := carry_out_withdrawals():
        stdout.write(f"Consents to sensitive data that had ended: {ended:,}.")
    if done.missing:
        raise CommandError(
            f"missing_here: {', '.join(sorted(done.missing))}. They are younger than this database: make them in the"
            " administration, under these codes, and run this again. Nothing is sent before."
        )


REPLAY = Part(
    "replay", "Carries out again what a restored backup has forgotten: erasures, withdrawals, shields.", _replay
)
