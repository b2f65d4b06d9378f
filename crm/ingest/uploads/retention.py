"""Uploaded files are deleted after their time: they are copies of personal data that nobody needs any more."""

from datetime import datetime, timedelta

from django.conf import settings

from crm.actions.uploads import erase_upload
from crm.models import Upload

BATCH = 500


def erase_old_uploads(now: datetime) -> int:
    """Delete the files handed in more than UPLOADS_KEPT_DAYS ago that nobody works on; returns how many."""
    old = Upload.objects.filter(erased_at=None, created_at__lt=now - timedelta(days=settings.UPLOADS_KEPT_DAYS))
    idle = list(old.exclude(status__in=Upload.AT_WORK).order_by("pk")[:BATCH])
    for upload in idle:
        erase_upload(upload, at=now)
    return len(idle)
