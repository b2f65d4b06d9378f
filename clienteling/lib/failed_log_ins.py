"""Failures of log-in are kept, without what was typed where nobody has that address: it may have been a password."""

from typing import Any

from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.db.models.signals import pre_save
from django.dispatch import receiver


@receiver(pre_save, sender=AccessFailureLog, dispatch_uid="clienteling.failed_log_ins")
def name_accounts_only(instance: AccessFailureLog, **_: Any) -> None:
    """The address of an account stays. Moment, network address and browser stay of every failure."""
    typed = instance.username or ""
    if not get_user_model()._default_manager.filter(email__iexact=typed).exists():
        instance.username = ""
