"""A small demonstration house for a whole module of tests, gone when the module is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from clienteling.demo.house import build_house

FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@contextmanager
def small_house(var: Path, *, clients: int = 400, seed: int = 7, now: datetime | None = None) -> Iterator[None]:
    """Builds a house whose file of keys is in ``var``, and takes all of it back at the end."""
    with override_settings(VAR=var, PASSWORD_HASHERS=FAST_HASHERS), transaction.atomic():
        build_house(clients=clients, seed=seed, now=now or timezone.now(), tell=lambda step: None)
        yield
        transaction.set_rollback(True)
