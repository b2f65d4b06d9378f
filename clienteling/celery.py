"""The workers. A task says "look now"; what is due stands in the database."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienteling.settings")

app = Celery("clienteling")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect(dispatch_uid="clienteling.logs")
def keep_house_logs(**_: Any) -> None:
    """Celery would put its own handlers in place of ours, and write exceptions with the addresses in them."""
    dictConfig(settings.LOGGING)
