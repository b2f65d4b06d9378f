"""What lies outside of the client's rows: files handed in, connected systems, devices of before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import Erasure, Suppression
from consent.queries.erased import erased_among
from consent.rights.erase import erase_client
from consent.rights.erasing.work import WATCH, work_on_due_erasure
from crm.actions.cut import cut_identifier
from crm.actions.destinations import Wanted, make_destination, start_audience, stop_audience
from crm.actions.segment_versions import make_segment
from crm.actions.uploads import erase_upload
from crm.ingest.uploads.folder import file_of
from crm.models import AudienceChange, AudienceMember, Delivery, Identifier, Interaction, Upload
from tests.factories import add_identifier, make_interaction, make_known_client, make_source

pytestmark = pytest.mark.django_db
EMAIL, PHONE = "camille@mail.example", "+33639980001"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.UPLOAD_FOLDER = tmp_path


@pytest.fixture
def upload(brand):
    made = Upload.objects.create(brand=brand, kind="clients", file_name="clients.csv", stored_as="1.csv", size=1)
    file_of(made).write_text(f"email,name\n{EMAIL},Camille\n")
    return made


@pytest.fixture
def audience(brand):
    wanted = Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu")
    gift = make_segment(brand, code="gift", name="Gift", kind="static")
    return start_audience(make_destination(brand, wanted, actor=None)[0], gift, actor=None)


def passed(erasure, *, after=timedelta(0)):
    """One pass; what it waits for, the journal on the disk aside."""
    erasure.refresh_from_db()
    Erasure.objects.filter(pk=erasure.pk).update(due_at=erasure.erased_at)
    work_on_due_erasure(now=erasure.erased_at + after)
    erasure.refresh_from_db()
    return erasure.waits_for


def test_a_file_that_is_being_imported_is_waited_for(camille, petra, upload):
    Upload.objects.update(status="importing", due_at=timezone.now())
    erasure = erase_client(camille, reason="asked", actor=petra)

    waits_for = passed(erasure)
    is_there = file_of(upload).exists()
    Upload.objects.update(status="done", due_at=None)
    passed(erasure)

    assert (waits_for, is_there) == ("a file that is being imported", True)
    assert not file_of(upload).exists()
    assert Upload.objects.exclude(erased_at=None).values_list("file_name", flat=True).get() == ""


def test_the_history_of_a_file_that_went_before_forgets_its_words(camille, petra, upload):
    erase_upload(upload, at=timezone.now())
    Upload.objects.update(error=f"Line 2: {EMAIL} twice.", file_name=f"{EMAIL}.csv", result={"example": EMAIL})

    passed(erase_client(camille, reason="asked", actor=petra))

    upload.refresh_from_db()
    assert (upload.error, upload.file_name, upload.result) == ("", "", {})


def test_a_file_without_the_person_stays(camille, petra, upload):
    file_of(upload).write_text("email,name\nleonie@mail.example,Léonie\n")

    passed(erase_client(camille, reason="asked", actor=petra))

    upload.refresh_from_db()
    assert (file_of(upload).exists(), upload.file_name, upload.erased_at) == (True, "clients.csv", None)


def test_a_destination_that_has_yet_to_hear_is_waited_for(camille, petra, audience):
    uid = camille.uid
    AudienceMember.objects.create(audience=audience, client_id=camille.pk)
    erasure = erase_client(camille, reason="asked", actor=petra)

    waits_for = passed(erasure)
    told = list(AudienceChange.objects.values_list("client_id", "uid"))
    AudienceChange.objects.all().delete()
    underway = Delivery.objects.create(
        audience=audience, number=1, type="members", left=[uid], due_at=timezone.now(),
    )  # fmt: skip
    while_underway = passed(erasure)
    Delivery.objects.filter(pk=underway.pk).update(left=[])

    assert (waits_for, while_underway) == ("connected systems that were not reached yet",) * 2
    assert told == [(camille.pk, uid)]
    assert passed(erasure) != waits_for
    assert AudienceMember.objects.count() == 0


def test_of_an_audience_that_was_stopped_nobody_is_told(camille, petra, audience):
    AudienceMember.objects.create(audience=audience, client_id=camille.pk)
    stop_audience(audience, at=timezone.now())
    erasure = erase_client(camille, reason="asked", actor=petra)

    assert passed(erasure) != "connected systems that were not reached yet"
    assert AudienceChange.objects.count() == 0


def test_visits_of_the_clients_own_device_go_and_those_of_a_boutiques_tablet_stay(camille, petra, brand, source):
    add_identifier(camille, "anonymous", "visitor-1")
    tablet = make_source(brand, "aurelle-tablet", is_shared_device=True)
    make_interaction(source, anonymous_id="visitor-1")
    make_interaction(source, anonymous_id="visitor-2")
    make_interaction(tablet, anonymous_id="visitor-1")

    passed(erase_client(camille, reason="asked", actor=petra), after=WATCH)

    assert set(Interaction.objects.values_list("source__code", "anonymous_id")) == {
        ("aurelle-web", "visitor-2"),
        ("aurelle-tablet", "visitor-1"),
    }


def test_a_number_that_somebody_else_has_by_now_is_left_to_them(camille, boutique, maya, petra, yesterday):
    cut_identifier(Identifier.objects.get(client=camille, namespace="phone"), actor=maya, at=yesterday)
    leonie = make_known_client(boutique, "Léonie")
    add_identifier(leonie, "phone", PHONE)

    passed(erase_client(camille, reason="asked", actor=petra))

    assert set(erased_among([("phone", PHONE), ("email", EMAIL)])) == {("email", EMAIL)}
    assert leonie.contact_point("phone") == PHONE
    assert set(Suppression.objects.values_list("channel", flat=True)) == {"email"}
