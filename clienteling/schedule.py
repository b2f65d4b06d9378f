"""What beat asks for, and how often. A task only says "look now": work is due because its row says so.

``expires``: a call that no worker took in so many seconds is dropped, since the next says the same.
"""

from typing import Any

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "advance due enrolments": {"task": "journeys.advance_due", "schedule": 2.0, "options": {"expires": 10}},
    "send due messages": {"task": "journeys.send_due", "schedule": 2.0, "options": {"expires": 10}},
    "enrol whom a lost signal forgot": {"task": "journeys.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "enrol whom a long outage forgot": {
        "task": "journeys.sweep",
        "schedule": 3600.0,
        "kwargs": {"hours": 72},
        "options": {"expires": 3600},
    },
    "hand over events of visitors just known": {
        "task": "crm.hand_over_history",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "hand over events after an outage": {
        "task": "crm.hand_over_history",
        "schedule": 3600.0,
        "kwargs": {"minutes": 180},
        "options": {"expires": 3600},
    },
    "make purchases and carts of events": {
        "task": "crm.derive_events",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "add up what arrived": {
        "task": "crm.add_up_arrivals",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "hold our sums against those of the sources": {
        "task": "crm.compare_totals",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 6 * 3600},
    },
    "look after refunds that wait for their order": {
        "task": "crm.look_after_waiting",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "ask again who belongs to segments": {
        "task": "crm.refresh_segments",
        "schedule": 1.0,
        "options": {"expires": 10},
    },
    "ask everybody about new segments": {
        "task": "crm.recompute_segments",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "tell destinations who entered and left": {
        "task": "crm.tell_destinations",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "make the months of interactions ahead": {
        "task": "crm.make_partitions",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "fetch what reached a record while it was merged": {
        "task": "crm.follow_stragglers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "count the words of the search": {
        "task": "crm.keep_search_words",
        "schedule": 86_400.0,
        "options": {"expires": 3600},
    },
    "tend the identity graph": {
        "task": "crm.tend_identifiers",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 3600},
    },
    "compare changed clients": {"task": "crm.compare_changed", "schedule": 3.0, "options": {"expires": 10}},
    "import uploaded files": {"task": "crm.work_on_uploads", "schedule": 2.0, "options": {"expires": 10}},
    "write the journal": {"task": "consent.write_journal", "schedule": 2.0, "options": {"expires": 10}},
    "erase who is to be erased": {"task": "consent.erase", "schedule": 5.0, "options": {"expires": 10}},
    "make exports for clients": {"task": "consent.make_exports", "schedule": 2.0, "options": {"expires": 10}},
    "delete scores of who objects": {"task": "crm.cease_scores", "schedule": 60.0, "options": {"expires": 60}},
    "follow requests and warn of their end": {
        "task": "consent.follow_requests",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "delete old exports": {"task": "consent.delete_exports", "schedule": 600.0, "options": {"expires": 600}},
    "delete old uploads": {"task": "crm.erase_uploads", "schedule": 3600.0, "options": {"expires": 3600}},
    "find all duplicates": {
        "task": "crm.find_duplicates",
        "schedule": crontab(hour="2", minute="30"),
        "options": {"expires": 3600},
    },
    "merge sure duplicates": {
        "task": "crm.merge_sure_pairs",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "measure duplicates": {"task": "crm.measure_duplicates", "schedule": 3600.0, "options": {"expires": 3600}},
    "park messages whose worker died": {"task": "journeys.park_unknown", "schedule": 30.0, "options": {"expires": 60}},
    "forget what was kept long enough": {
        "task": "consent.keep_retention",
        "schedule": crontab(hour="1-4", minute="*/5"),
        "options": {"expires": 240},
    },
    "mail alerts to privacy officers": {
        "task": "clienteling.mail_alerts",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "note what stands out in the access log": {
        "task": "clienteling.note_unusual",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
