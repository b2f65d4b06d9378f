"""A file of consents that is handed in again after the key was changed."""

import pytest
from pytest_django import Settings

from consent.contact_hash import contact_hash
from consent.models import CurrentDecision, Decision
from consent.rehashing.carry_over import carry_over
from crm.models import Client
from tests.consent.rehashing.keys import second_restart
from tests.crm.ingest.files.kinds.conftest import ImportRows, added, import_rows, rejected

__all__ = ["import_rows"]
pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "email,purpose,channel,status,decided_at,notice_version,language,proof"


def line(status: str, month: int) -> str:
    return f"camille@mail.example,marketing,email,{status},2026-0{month}-01T10:00:00Z,1,fr,form 1"


@pytest.mark.parametrize("is_carried", [False, True], ids=["before-reseal", "after-reseal"])
def test_the_same_file_again_adds_nothing(
    import_rows: ImportRows, camille: Client, settings: Settings, is_carried: bool
) -> None:
    first = import_rows("consents", f"{HEADER}\n{line('yes', 1)}")
    second_restart(settings)
    if is_carried:
        carry_over()

    again = import_rows("consents", f"{HEADER}\n{line('yes', 1)}", mapping={"source": "another"})

    assert (added(first), added(again)) == ({"decisions": 1}, {})
    assert Decision.objects.count() == 1


def test_a_file_reverses_no_withdrawal_of_the_former_key(
    import_rows: ImportRows, camille: Client, settings: Settings
) -> None:
    import_rows("consents", f"{HEADER}\n{line('opt-out', 1)}")
    second_restart(settings)

    report = import_rows("consents", f"{HEADER}\n{line('yes', 2)}")

    assert (added(report), rejected(report)) == ({}, [(2, "withdrawal_stands")])
    assert Decision.objects.count() == 1


def test_a_later_line_takes_the_place_of_the_former(
    import_rows: ImportRows, camille: Client, settings: Settings
) -> None:
    import_rows("consents", f"{HEADER}\n{line('yes', 1)}")
    second_restart(settings)

    import_rows("consents", f"{HEADER}\n{line('opt-out', 2)}")

    held = CurrentDecision.objects.values_list("contact_hash", "decision__status")
    assert held.get() == (contact_hash("email", "camille@mail.example"), "withdrawn")
