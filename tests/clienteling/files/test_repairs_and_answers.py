"""Repairs and answers of satisfaction, from files."""

from datetime import UTC, datetime

import pytest

from clienteling.models import Repair, RepairStep, SurveyAnswer
from crm.models import Boutique, Client
from tests.crm.ingest.files.kinds.conftest import ImportRows, added, rejected
from tests.factories import add_identifier, make_client

pytestmark = pytest.mark.django_db(transaction=True)
REPAIR = "email,number,status,opened_at,status_at,promised_on,boutique,sku,description,note"
ANSWER = "email,reference,question,score,answered_at,moment,comment"


def test_a_repair_has_the_status_of_its_latest_step_whatever_their_order(
    import_rows: ImportRows, camille: Client, boutique: Boutique
) -> None:
    start = f"camille@mail.example,R-1,opened,2026-01-02,,2026-02-01,{boutique.code},TOTE,Clasp,"
    lines = ["camille@mail.example,R-1,completed,2026-01-02,2026-01-20,,,,,new clasp", start]

    report = import_rows("repairs", "\n".join([REPAIR, *lines]), chunk_size=1)
    again = import_rows("repairs", "\n".join([REPAIR, *lines]), mapping={"source": "another"})

    repair = Repair.objects.get()
    assert (added(report), added(again)) == ({"repairs": 1, "changed": 1, "steps": 2}, {})
    assert (repair.client, repair.status, repair.boutique, repair.description) == (
        camille, "completed", boutique, "Clasp",
    )  # fmt: skip
    assert list(RepairStep.objects.order_by("at").values_list("status", "note")) == [
        ("opened", ""), ("completed", "new clasp"),
    ]  # fmt: skip


def test_a_closed_repair_says_when(import_rows: ImportRows, camille: Client) -> None:
    lines = [
        "camille@mail.example,R-1,closed,2026-01-02,,,,,,",
        "camille@mail.example,R-2,closed,2026-01-02,2026-01-09,,,,,",
    ]

    report = import_rows("repairs", "\n".join([REPAIR, *lines]))

    assert (rejected(report), Repair.objects.get().closed_at) == (
        [(2, "closed_at_missing")], datetime(2026, 1, 9, tzinfo=UTC),
    )  # fmt: skip


def test_a_repair_of_somebody_else_is_refused(import_rows: ImportRows, camille: Client) -> None:
    add_identifier(make_client("Anna"), "email", "anna@mail.example")
    import_rows("repairs", "email,number,opened_at\ncamille@mail.example,R-1,2026-01-02")

    report = import_rows("repairs", "email,number,opened_at\nanna@mail.example,R-1,2026-01-02")

    assert (rejected(report), Repair.objects.get().client) == ([(2, "repair_conflict")], camille)


def test_an_answer_is_kept_once_and_never_changed(import_rows: ImportRows, camille: Client) -> None:
    line = "camille@mail.example,A-1,nps,9,2026-01-02,purchase,Lovely"

    report = import_rows("satisfaction", f"{ANSWER}\n{line}\n{line}")
    other = import_rows("satisfaction", f"{ANSWER}\n{line.replace('9,2026', '2,2026')}")

    answer = SurveyAnswer.objects.get()
    assert (added(report), rejected(other)) == ({"answers": 1}, [(2, "answer_conflict")])
    assert (answer.client, answer.kind, answer.score, answer.comment) == (camille, "nps", 9, "Lovely")


def test_a_score_off_its_scale_is_refused(import_rows: ImportRows, camille: Client) -> None:
    lines = ["camille@mail.example,A-1,csat,6,2026-01-02,,", "camille@mail.example,A-2,ces,0,2026-01-02,,"]

    report = import_rows("satisfaction", "\n".join([ANSWER, *lines]))

    assert rejected(report) == [(2, "score_off_scale"), (3, "score_off_scale")]
    assert SurveyAnswer.objects.count() == 0
