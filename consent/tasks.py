"""What beat asks of consent. Losing one delays work and loses none."""

import logging

from celery import shared_task
from django.utils import timezone

from consent.journal.write import write_journal
from consent.models import RetentionBatch
from consent.retention.announce import announce_next, next_day
from consent.retention.carry_out import carry_out_due
from consent.retention.nights import expire_tables
from consent.rights.alerts import warn_of_the_end
from consent.rights.erasing.errors import ErasureLeaseLostError
from consent.rights.erasing.work import work_on_due_erasure
from consent.rights.export.order import delete_old_exports
from consent.rights.export.work import make_due_export
from consent.rights.handed_in import take_in_next
from consent.rights.own_answers import follow_erasures
from consent.sensitive.work import carry_out_withdrawals

logger = logging.getLogger(__name__)
# Of each; beat asks again every five minutes of the night.
WORKING_SECONDS = 60.0


# Not acknowledged late, and with hours of time: a long history takes its while. Its lease is in the database.
@shared_task(name="consent.make_exports", acks_late=False, time_limit=4 * 3600)
def make_exports() -> None:
    while export := make_due_export(timezone.now()):
        logger.info("Export %d was worked on", export.pk)


@shared_task(name="consent.delete_exports")
def delete_exports() -> None:
    if count := delete_old_exports(timezone.now()):
        logger.info("%d exports were deleted, their week was over", count)


@shared_task(name="consent.keep_retention")
def keep_retention() -> None:
    """What is old goes, whose day has come is anonymised, and the next are looked for and announced."""
    now = timezone.now()
    rows = expire_tables(at=now, seconds=WORKING_SECONDS)
    people = carry_out_due(at=now, seconds=WORKING_SECONDS)
    for kind in RetentionBatch.Kind.values:
        announce_next(at=now, seconds=WORKING_SECONDS, kind=kind)
    if rows or people:
        logger.info("Retention: %d rows went, %d people are nobody now; next on %s", rows, people, next_day(now))


@shared_task(name="consent.end_sensitive")
def end_sensitive() -> None:
    if count := carry_out_withdrawals():
        logger.info("%d withdrawals of sensitive data were carried out", count)


# Not acknowledged late, and with hours of time: its lease is in the database, and whoever finds it run out goes on.
@shared_task(name="consent.erase", acks_late=False, time_limit=4 * 3600)
def erase() -> None:
    try:
        while erasure := work_on_due_erasure():
            logger.info("Erasure %d was worked on: %s", erasure.pk, erasure.state)
    except ErasureLeaseLostError:
        logger.warning("An erasure is another worker's by now")


@shared_task(name="consent.take_in_requests")
def take_in_requests() -> None:
    while row := take_in_next(now=timezone.now()):
        logger.info("%s was looked up: %s", row.public_id, row.state)


@shared_task(name="consent.write_journal")
def write_the_journal() -> None:
    write_journal()


@shared_task(name="consent.follow_requests")
def follow_requests() -> None:
    """Closes what workers finished, and warns of what runs out."""
    follow_erasures(timezone.now())
    if count := warn_of_the_end(timezone.now()):
        logger.warning("%d warnings of requests that run out", count)
