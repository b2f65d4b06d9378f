"""Failures of log-in are kept, without what was typed where nobody has that address: it may have been a password."""

import logging
from typing import Any

from allauth.mfa.signals import authentication_failed
from axes.models import AccessFailureLog
from django.contrib.auth import get_user_model
from django.db.models.signals import pre_save
from django.dispatch import receiver

logger = logging.getLogger(__name__)


@receiver(authentication_failed, dispatch_uid="clienteling.failed_second_factors")
def log_wrong_factor(user: Any, **_: Any) -> None:
    """Whoever comes so far has the password: many in a row are somebody who stole it."""
    logger.warning("A second factor was wrong: user %d", user.pk)


@receiver(pre_save, sender=AccessFailureLog, dispatch_uid="clienteling.failed_log_ins")
def name_accounts_only(instance: AccessFailureLog, **_: Any) -> None:
    """The address of an account stays. Moment, network address and browser stay of every failure."""
    typed = instance.username or ""
    if not get_user_model()._default_manager.filter(email__iexact=typed).exists():
        instance.username = ""
