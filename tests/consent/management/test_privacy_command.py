"""What ``manage.py privacy`` says at a terminal, beside what is done."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from consent.models import RetentionBatch, RetentionCandidate
from crm.models import Boutique, Client, User
from tests.consent.rights.export.archives import forget_everybody, written
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _exports_here(settings, tmp_path):
    settings.EXPORT_FOLDER = tmp_path / "exports"


def test_an_archive_is_brought_in_by_somebody_of_the_staff_only(camille, alice):
    _, path = written(camille)
    forget_everybody()
    User.objects.filter(pk=alice.pk).update(is_active=False)

    for email in ("nobody@aurelle.example", alice.email):
        with pytest.raises(CommandError, match="user_unknown"):
            call_command("privacy", "import-export", str(path), "--as", email)

    assert Client.objects.count() == 0


def test_what_an_archive_names_and_this_house_does_not_know_is_counted(camille, boutique, admin_user, capsys):
    _, path = written(camille)
    forget_everybody()
    Boutique.objects.filter(pk=boutique.pk).update(code="paris-somewhere-else")

    call_command("privacy", "import-export", str(path), "--as", admin_user.email)

    assert capsys.readouterr().out.splitlines()[1:] == ["crm.Relationship: 1 boutique_unknown"]
    assert Client.objects.get().relationships.get().boutique is None


def test_what_became_of_a_day_is_told_when_it_is_over(camille, boutique, now, capsys):
    batch = RetentionBatch.objects.create(
        happens_on=now.date(), cutoff=now - timedelta(days=1095), announced_at=now - timedelta(days=31),
        started_at=now, done_at=now,
    )  # fmt: skip
    for client, outcome in ((camille, "anonymised"), (make_known_client(boutique, "Hugo"), "in_touch")):
        RetentionCandidate.objects.create(batch=batch, client=client, outcome=outcome)

    call_command("privacy", "retention")

    told = capsys.readouterr().out.splitlines()
    assert told[0] == "1 prospect silent since 2023-03-11 was anonymised on 2026-03-10"
