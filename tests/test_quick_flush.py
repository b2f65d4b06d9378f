"""What the migrations put there is there for every test, whatever was emptied before."""

import pytest
from django.core.management import call_command

from consent.models import Notice, Purpose, TransferRule


def standing() -> tuple[set[str], int, int]:
    return set(Purpose.objects.values_list("code", flat=True)), Notice.objects.count(), TransferRule.objects.count()


@pytest.mark.django_db(transaction=True)
def test_what_stands_comes_back_after_everything_was_emptied() -> None:
    before = standing()
    Purpose.objects.create(code="dinners", name="Dinners")

    call_command("flush", interactive=False, verbosity=0)

    assert standing() == before
    assert {"marketing", "profiling"} <= before[0]
