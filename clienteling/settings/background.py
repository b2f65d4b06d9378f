"""Work in the background: how often it is looked for, and how long one worker may hold it."""

import os

from clienteling.schedule import BEAT_SCHEDULE
from clienteling.settings.environment import IS_PRODUCTION, VAR

# Tasks only nudge: a lost task delays work that stands in the database, and loses none (docs/architecture.md).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_TASK_TIME_LIMIT = 240
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
# Webhooks out: into the house's own network in development only, unless a production says so for a receiver inside.
WEBHOOKS_MAY_STAY_INSIDE = os.environ.get("CLIENTELING_WEBHOOKS_INSIDE", "0" if IS_PRODUCTION else "1") == "1"
# One exchange with a receiver, in seconds, and how long a worker may hold one message: well above it.
WEBHOOK_SECONDS = float(os.environ.get("CLIENTELING_WEBHOOK_SECONDS", "20"))
WEBHOOK_LEASE_SECONDS = float(os.environ.get("CLIENTELING_WEBHOOK_LEASE_SECONDS", "60"))
# How long a worker may hold one message. Longer than every SMTP timeout of one exchange together.
SEND_LEASE_SECONDS = float(os.environ.get("CLIENTELING_SEND_LEASE_SECONDS", "90"))
# How long after a back-in-stock request the "still unavailable" message is due, in seconds.
STILL_UNAVAILABLE_AFTER = int(os.environ.get("CLIENTELING_STILL_UNAVAILABLE_AFTER", str(3 * 24 * 3600)))
# Likely doubles are merged without a person only where the house asks for it (docs/decisions/0014-duplicates.md).
AUTOMATIC_MERGES = os.environ.get("CLIENTELING_AUTOMATIC_MERGES", "0") == "1"
