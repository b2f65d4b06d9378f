"""Camille was erased yesterday, by a person of the house."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from consent.models import Erasure, JournalEntry
from consent.rights.erase import erase_client
from consent.rights.erasing.work import WATCH, work_on_due_erasure
from crm.ingest.erased import ask_again
from tests.crm.ingest.files.conftest import import_text, mapping_path  # noqa: F401
from tests.crm.ingest.files.kinds.conftest import import_rows  # noqa: F401
from tests.factories import add_identifier

Finish = Callable[[Erasure], Erasure]


@pytest.fixture(autouse=True)
def _nothing_asked_before():
    ask_again()


@pytest.fixture
def yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def finish() -> Finish:
    """Passes until it is finished, the journal's part taken for done."""

    def passes(erasure: Erasure) -> Erasure:
        JournalEntry.objects.all().delete()
        for passed in range(4):
            work_on_due_erasure(now=erasure.erased_at + passed * (WATCH + timedelta(minutes=1)))
        erasure.refresh_from_db()
        assert erasure.state == Erasure.State.FINISHED
        return erasure

    return passes


@pytest.fixture
def erased(camille, petra, yesterday, finish) -> Erasure:
    add_identifier(camille, "crm", "AURELLE:17850")
    add_identifier(camille, "anonymous", "visitor-1")
    return finish(erase_client(camille, reason="asked", actor=petra, at=yesterday))
