"""Two at once: one request, one right guess, one archive."""

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from consent.models import DataExport, IdentityChallenge, RequestStep, SubjectRequest
from consent.rights.errors import RightsError
from consent.rights.export.work import make_due_export
from consent.rights.identity import ask_for_code, code_of, confirm_identity
from consent.rights.requests import open_request
from crm.models import Client

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deed: Callable[[], object], times: int = 4) -> list[str]:
    """What each of them came to: ``done``, or the code of its refusal, sorted."""
    barrier, outcomes = Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            deed()
            outcomes.append("done")
        except RightsError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_right_is_one_request(camille: Client) -> None:
    assert at_once(lambda: open_request(camille, kind="erasure", intake="client_page")) == ["done"] * 4

    assert SubjectRequest.objects.count() == 1
    assert RequestStep.objects.filter(what="asked_again").count() == 3


def test_a_code_is_right_once(camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    code = code_of(ask_for_code(request))

    outcomes = at_once(lambda: confirm_identity(SubjectRequest.objects.get(pk=request.pk), code))

    assert outcomes == ["code_spent"] * 3 + ["done"]
    assert RequestStep.objects.filter(what="identity_confirmed").count() == 1


def test_guessing_at_once_has_three_tries_too(camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")
    wrong = f"{(int(code_of(ask_for_code(request))) + 1) % 10**6:06d}"

    outcomes = at_once(lambda: confirm_identity(SubjectRequest.objects.get(pk=request.pk), wrong), times=8)

    assert outcomes == ["code_spent"] * 5 + ["code_wrong"] * 3
    assert IdentityChallenge.objects.get().tries == 3


def test_codes_asked_for_at_once_are_three_an_hour(camille: Client) -> None:
    request = open_request(camille, kind="erasure", intake="client_page")

    other = open_request(camille, kind="restriction", intake="client_page")
    asked = iter([request.pk, other.pk] * 3)

    outcomes = at_once(lambda: ask_for_code(SubjectRequest.objects.get(pk=next(asked))), times=6)

    assert outcomes == ["done"] * 3 + ["too_many_codes"] * 3


def test_an_archive_is_made_by_one_worker(camille: Client, settings: Settings, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"
    open_request(camille, kind="access", intake="client_page")

    at_once(lambda: make_due_export(timezone.now()))

    assert (DataExport.objects.get().state, DataExport.objects.get().attempts) == ("ready", 1)
    assert [path.suffix for path in (tmp_path / "exports").iterdir()] == [".zip"]
