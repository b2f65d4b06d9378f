"""What beat asks of the profile store. Losing one delays work and loses none."""

import logging
import time
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from consent.journal.standing import Standing, journal_standing
from crm.actions.audience_upkeep import audiences_to_recompute, recompute_audience, sweep_audiences
from crm.actions.automatic_merges import measure_threshold, merge_sure_pairs
from crm.actions.deliveries import deliver_next
from crm.actions.duplicate_rate import measure_duplicate_rate
from crm.actions.duplicates import compare_changed
from crm.actions.find_duplicates import PassError, find_duplicates
from crm.actions.follow_merges import follow_recent_merges
from crm.actions.gather_deliveries import gather_deliveries
from crm.actions.partitions import make_partitions_ahead
from crm.actions.scores import cease_scores_of_objectors
from crm.actions.segment_everybody import ask_everybody_if_many_changed
from crm.actions.segment_flow import fold_segment_flow
from crm.actions.segment_upkeep import recompute_segment, refresh_changed_clients, sweep_windows
from crm.actions.source_figures import add_up_arrivals, forget_old_figures
from crm.actions.source_totals import compare_lately_stated
from crm.identity.sweep import hand_over_forgotten_history
from crm.identity.tend import tend_identifiers
from crm.ingest.ecommerce.deriving import derive_pending, look_after_waiting
from crm.ingest.uploads.retention import erase_old_uploads
from crm.ingest.uploads.work import work_on_due_upload
from crm.queries.segment_definitions import segments_to_recompute
from crm.rights.recipients import deliver_next_notice
from crm.search.upkeep import count_search_words, forget_unused_words

logger = logging.getLogger(__name__)
# A task gives its worker back before the broker could think that it was lost.
WORKING_SECONDS = 20.0
COMPARING_SECONDS = 1.0


@shared_task(name="crm.hand_over_history")
def hand_over_history_of_known_visitors(minutes: int = 5) -> None:
    count = hand_over_forgotten_history(now=timezone.now(), window=timedelta(minutes=minutes))
    if count:
        logger.info("Handed over %d events that came in while their visitor became known", count)


@shared_task(name="crm.tend_identifiers")
def tend_identifiers_at_night() -> None:
    tended = tend_identifiers(now=timezone.now())
    logger.info("Identifiers that ended: %d of devices long unseen, %d blocked", tended.unseen, tended.blocked)


@shared_task(name="crm.make_partitions")
def make_months_ahead() -> None:
    if made := make_partitions_ahead(timezone.now()):
        logger.info("Months were made for interactions: %s", ", ".join(made))


@shared_task(name="crm.derive_events")
def derive_events() -> None:
    """Purchases, carts and wish lists from the events that came in."""
    done = derive_pending(seconds=WORKING_SECONDS / 2)
    if done.orders or done.lists:
        logger.info("Derived from %d events of orders and %d of carts and wish lists", done.orders, done.lists)


@shared_task(name="crm.look_after_waiting")
def look_after_waiting_refunds() -> None:
    woken, put_aside = look_after_waiting()
    if woken or put_aside:
        logger.info("Refunds that waited: %d have their order now, the order of %d never came", woken, put_aside)


@shared_task(name="crm.add_up_arrivals")
def add_up_what_arrived() -> None:
    add_up_arrivals()


@shared_task(name="crm.compare_totals")
def compare_totals_of_sources() -> None:
    """Of every night; again the same night, it writes the same."""
    if differing := compare_lately_stated(now=timezone.now()):
        logger.warning("%d totals that sources state differ from ours", differing)
    forget_old_figures(timezone.now())


@shared_task(name="crm.follow_stragglers")
def follow_stragglers_of_merges(minutes: int = 5) -> None:
    follow_recent_merges(now=timezone.now(), window=timedelta(minutes=minutes))


@shared_task(name="crm.refresh_segments")
def refresh_segments() -> None:
    deadline = time.monotonic() + WORKING_SECONDS
    sweep_windows(timezone.now())
    sweep_audiences(timezone.now())
    ask_everybody_if_many_changed()
    fold_segment_flow()
    while time.monotonic() < deadline:
        done = refresh_changed_clients()
        # A segment that is being recomputed has its clients noted anew: the next look finds them.
        if not done.clients or not done.is_complete:
            break


@shared_task(name="crm.recompute_segments")
def recompute_segments() -> None:
    for segment_id in segments_to_recompute():
        if difference := recompute_segment(segment_id):
            logger.info("Segment %d: %d entered, %d left", segment_id, difference.entered, difference.left)
    for audience_id in audiences_to_recompute():
        recompute_audience(audience_id)


@shared_task(name="crm.tell_destinations")
def tell_destinations() -> None:
    """Until nothing is due, or for as long as one task may: others send beside it. Nothing from a database that is
    older than its journal."""
    if (standing := journal_standing()) is not Standing.CURRENT:
        logger.error("No system is told. %s", standing.words)
        return
    deadline = time.monotonic() + WORKING_SECONDS
    while time.monotonic() < deadline:
        gathered = gather_deliveries(at=timezone.now())
        told = deliver_next_notice(now=timezone.now())
        if not deliver_next(now=timezone.now()) and not gathered and not told:
            break


@shared_task(name="crm.keep_search_words")
def keep_search_words() -> None:
    counted, forgotten = count_search_words(), forget_unused_words()
    logger.info("Words of the search: %d new or changed much, %d forgotten", counted, forgotten)


@shared_task(name="crm.compare_changed")
def compare_changed_clients() -> None:
    # After an import thousands wait: a third of a worker is theirs, and messages go out meanwhile.
    deadline = time.monotonic() + COMPARING_SECONDS
    while time.monotonic() < deadline and compare_changed(most=20):
        pass


@shared_task(name="crm.measure_duplicates")
def measure_duplicates_of_the_day() -> None:
    measure_duplicate_rate(timezone.now())


# Longer than the broker waits for an acknowledgement: handed out again meanwhile, it finds a pass under way and ends.
@shared_task(name="crm.find_duplicates", time_limit=4 * 3600)
def find_all_duplicates() -> None:
    try:
        done = find_duplicates(lambda what, more: None)
    except PassError:
        return
    logger.info("Full pass: %d clients, %d pairs compared, %d likely", done.clients, done.compared, done.proposed)


@shared_task(name="crm.merge_sure_pairs")
def merge_sure_duplicates() -> None:
    measure_threshold()
    if merged := merge_sure_pairs(at=timezone.now()):
        logger.info("%d sure pairs were merged by rule", merged)


# Not acknowledged late, and not cut off within a day: a file may take an hour. Its lease is in the database, and
# whoever finds it run out goes on. A second copy of the task finds the file taken, and does nothing.
@shared_task(name="crm.work_on_uploads", acks_late=False, time_limit=86_400)
def work_on_uploads() -> None:
    if upload := work_on_due_upload():
        logger.info("Upload %d was worked on", upload.pk)


@shared_task(name="crm.erase_uploads")
def erase_uploads_of_old() -> None:
    if count := erase_old_uploads(timezone.now()):
        logger.info("Files of %d uploads were deleted", count)


@shared_task(name="crm.cease_scores")
def cease_scores() -> None:
    if count := cease_scores_of_objectors():
        logger.warning("%d scores of clients who object to profiling were deleted", count)
