"""What beat asks for, and how often. A task only says "look now": work is due because its row says so.

Seconds between two calls, or hours of the day (UTC); then how many seconds a call may wait. One that no worker took
by then is dropped, since the next says the same.
"""

from typing import Any

from celery.schedules import crontab


def call(task: str, when: float | crontab, expires: int, **arguments: Any) -> dict[str, Any]:
    """One entry as Celery has it."""
    return {"task": task, "schedule": when, "kwargs": arguments, "options": {"expires": expires}}


BEAT_SCHEDULE = {
    "advance due enrolments": call("journeys.advance_due", 2.0, 10),
    "send due messages": call("journeys.send_due", 2.0, 10),
    "enrol whom a lost signal forgot": call("journeys.sweep", 60.0, 60),
    "enrol whom a long outage forgot": call("journeys.sweep", 3600.0, 3600, hours=72),
    "hand over events of visitors just known": call("crm.hand_over_history", 60.0, 60),
    "hand over events after an outage": call("crm.hand_over_history", 3600.0, 3600, minutes=180),
    "make purchases and carts of events": call("crm.derive_events", 2.0, 10),
    "add up what arrived": call("crm.add_up_arrivals", 5.0, 5),
    "hold our sums against those of the sources": call("crm.compare_totals", crontab(hour="3", minute="40"), 6 * 3600),
    "look after refunds that wait for their order": call("crm.look_after_waiting", 60.0, 60),
    "ask again who belongs to segments": call("crm.refresh_segments", 1.0, 10),
    "ask everybody about new segments": call("crm.recompute_segments", 2.0, 10),
    "tell destinations who entered and left": call("crm.tell_destinations", 2.0, 10),
    "make the months of interactions ahead": call("crm.make_partitions", 3600.0, 3600),
    "fetch what reached a record while it was merged": call("crm.follow_stragglers", 60.0, 60),
    "count the words of the search": call("crm.keep_search_words", 86_400.0, 3600),
    "tend the identity graph": call("crm.tend_identifiers", crontab(hour=2, minute=40), 3600),
    "compare changed clients": call("crm.compare_changed", 3.0, 10),
    "import uploaded files": call("crm.work_on_uploads", 2.0, 10),
    "write the journal": call("consent.write_journal", 2.0, 10),
    "erase who is to be erased": call("consent.erase", 5.0, 10),
    "end what was kept by a consent that ended": call("consent.end_sensitive", 5.0, 10),
    "take in what was handed in": call("consent.take_in_requests", 2.0, 10),
    "make exports for clients": call("consent.make_exports", 2.0, 10),
    "delete scores of who objects": call("crm.cease_scores", 60.0, 60),
    "follow requests and warn of their end": call("consent.follow_requests", 60.0, 60),
    "delete old exports": call("consent.delete_exports", 600.0, 600),
    "delete old uploads": call("crm.erase_uploads", 3600.0, 3600),
    "find all duplicates": call("crm.find_duplicates", crontab(hour="2", minute="30"), 3600),
    "merge sure duplicates": call("crm.merge_sure_pairs", 3600.0, 3600),
    "measure duplicates": call("crm.measure_duplicates", 3600.0, 3600),
    "park messages whose worker died": call("journeys.park_unknown", 30.0, 60),
    "forget what was kept long enough": call("consent.keep_retention", crontab(hour="1-4", minute="*/5"), 240),
    "mail alerts to privacy officers": call("clienteling.mail_alerts", 10.0, 10),
    "note what stands out in the access log": call("clienteling.note_unusual", 3600.0, 3600),
}
