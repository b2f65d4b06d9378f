"""Where the boutique's own machinery names an erased person: the administration's log, log-ins, kept mails."""

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from clienteling.erasing import erase_admin_log_of, erase_mails_of, erase_tries_of
from consent.rights.erasing.person import Person, Traces
from crm.models import Brand, Client
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(camille):
    return Person((camille.pk,), Traces((camille.uid,), (("email", "camille@mail.example"), ("phone", "+33639980001"))))


def test_the_administrations_log_says_who_changed_something_and_names_nobody(person, camille, boutique, admin_user):
    leonie = make_known_client(boutique, "Léonie")
    for model, row in ((Client, camille), (Client, leonie), (Brand, boutique.brand)):
        LogEntry.objects.create(
            user=admin_user, content_type=ContentType.objects.get_for_model(model), object_id=str(row.pk),
            object_repr=str(row), action_flag=CHANGE,
        )  # fmt: skip

    assert [erase_admin_log_of(person) for _ in range(2)] == [1, 0]
    assert list(LogEntry.objects.order_by("pk").values_list("object_repr", "user")) == [
        ("", admin_user.pk), (str(leonie), admin_user.pk), (str(boutique.brand), admin_user.pk),
    ]  # fmt: skip


def test_tries_with_the_clients_address_are_forgotten_and_others_stay(person, alice):
    for name in ("camille@mail.example", alice.email):
        AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessFailureLog.objects.create(username=name)

    assert [erase_tries_of(person) for _ in range(2)] == [1, 0]
    assert AccessAttempt.objects.get().username == alice.email
    # Of a failure the address of a client was never kept.
    assert list(AccessFailureLog.objects.order_by("pk").values_list("username", flat=True)) == ["", alice.email]


@pytest.mark.parametrize(
    "mail",
    [
        "To: camille@mail.example\nSubject: News\n\nGood day\n",
        "To: alice@aurelle.example\nSubject: camille@mail.example asked\n\nGood day\n",
        "To: alice@aurelle.example\nSubject: To call\n\nCall 06 39 98 00 01 back\n",
    ],
    ids=["to her", "of her in the subject", "of her in the text"],
)
def test_a_kept_mail_that_names_the_client_goes(person, settings, tmp_path, mail):
    settings.MAIL_SINK_FOLDER = tmp_path
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mail").write_text(mail)
    (tmp_path / "new" / "2.mail").write_text("To: leonie@mail.example\nSubject: News\n\nDear Léonie\n")

    assert [erase_mails_of(person) for _ in range(2)] == [1, 0]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["2.mail"]


def test_a_house_that_keeps_no_mails_has_none_to_erase(person, settings, tmp_path):
    settings.MAIL_SINK_FOLDER = tmp_path / "none"

    assert erase_mails_of(person) == 0
