"""A word is planted in every personal field of somebody with a rich history; after the erasure it is nowhere."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.utils import timezone

from clienteling.lib.sealing import seal
from clienteling.views.clients import TYPED
from consent.contact_hash import contact_hash
from consent.journal.write import write_journal
from consent.models import DataExport, Erasure, HandedIn, JournalEntry, JournalFile, WechatContact
from consent.registry.registered import table, tables
from consent.registry.table import Erasure as Fate
from consent.rights.erase import erase_client
from consent.rights.erasing.answer import erasure_answer
from consent.rights.erasing.work import WATCH, work_on_due_erasure
from consent.rights.export.folder import file_of
from consent.rights.handed_in import SEALED_FOR, Asked, hand_in
from crm.actions.merge import merge_clients
from crm.ingest.uploads.folder import file_of as upload_file_of
from crm.ingest.uploads.folder import rejects_of
from crm.models import (
    AudienceChange,
    Brand,
    Client,
    Delivery,
    Identifier,
    Interaction,
    RejectedEvent,
    Score,
    Source,
    Upload,
    User,
)
from tests.consent.rights.erasing.planting import MARK, OPENID, Planted, plant
from tests.consent.rights.erasing.searching import files_with, keys_with, tables_with
from tests.demonstration import small_house
from tests.factories import make_interaction
from tests.one_of_each import make_the_rest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> list[Path]:
    settings.UPLOAD_FOLDER, settings.EXPORT_FOLDER = tmp_path / "uploads", tmp_path / "exports"
    settings.MAIL_SINK_FOLDER = tmp_path / "mail"
    return [tmp_path]


@pytest.fixture
def client(settings: Any, tmp_path: Path) -> Iterator[Client]:
    """Somebody with a row in every table, of whom there were two records."""
    with small_house(tmp_path / "var", clients=60):
        make_the_rest()
        for model in (Erasure, JournalEntry, JournalFile):
            model._default_manager.all().delete()
        # What the demonstration is about to tell its partners names many at once.
        Delivery.objects.exclude(entered=[]).delete()
        client = Client.objects.earliest("pk")
        double = Client.objects.live().exclude(pk=client.pk).latest("pk")
        merge_clients(client, double, actor=User.objects.earliest("pk"), reason="the same")
        _events_of(client)
        _handed_in_for(client)
        for each in tables():
            if each.leads_to_clients and each.erasure is not Fate.KEEP:
                _give_one(each.model, [client.pk, double.pk])
        Score.objects.filter(client=client).update(review="confirmed", review_reason="seen", reviewed_at=timezone.now())
        yield client


def _events_of(client: Client) -> None:
    now, source = timezone.now(), Source.objects.earliest("pk")
    theirs = make_interaction(source, client=client)
    RejectedEvent.objects.create(
        source=source, message_id=theirs.message_id, name="Order Completed", code="negative_price",
        timestamp=now, rejected_at=now,
    )  # fmt: skip
    make_interaction(source, "Order Completed", client=client, properties={"order_id": "1"})
    Identifier.objects.create(client=client, namespace="wechat_openid", value=OPENID, source="web", asserted_at=now)
    WechatContact.objects.update(contact_hash=contact_hash("wechat", OPENID))
    Identifier.objects.create(client=client, namespace="anonymous", value="a-device", source="web", asserted_at=now)
    Identifier.objects.create(client=client, namespace="email", value="a@b.example", source="web", asserted_at=now)


def _handed_in_for(client: Client) -> None:
    """By the website of a house that does not know them."""
    asked = Asked("access", "uid", client.uid, "What do you know?", "fr", None)
    row, _ = hand_in(asked, brand=Brand.objects.earliest("pk"), api_key="ck_1", key="k-9", at=timezone.now())
    HandedIn.objects.filter(pk=row.pk).update(state="unknown", look_at=None)


def _give_one(model: str, client_ids: list[int]) -> None:
    """Where the person has no row, somebody else's becomes theirs."""
    declared = table(model)
    if declared.finder or declared.rows_of(client_ids).exists():
        return
    row = declared.model_class._default_manager.earliest("pk")
    *parents, last = declared.subjects[0].split("__")
    for name in parents:
        row = getattr(row, name)
    type(row)._default_manager.filter(pk=row.pk).update(**{last.removesuffix("_id") + "_id": client_ids[0]})


def _spread(client: Client, planted: Planted) -> None:
    """What was planted also lies outside of the tables that belong to clients."""
    address, uid = _value_of(client, "email"), Client.objects.get(pk=client.pk).uid
    HandedIn.objects.filter(idempotency_key="k-9").update(sealed_name=seal(SEALED_FOR, uid.encode()))
    upload = Upload.objects.create(
        brand_id=1 if not Upload.objects.exists() else Upload.objects.earliest("pk").brand_id,
        kind="clients", file_name=f"{address}.csv", stored_as="2.csv", size=1,
    )  # fmt: skip
    upload_file_of(upload).write_text(f"email,name\n{address},{planted.all[0]}\n")
    rejects_of(upload, is_check=True).write_text(f"2,email_invalid,{address}\n")
    mails = Path(_settings().MAIL_SINK_FOLDER) / "new"
    mails.mkdir(parents=True)
    (mails / "1.mail").write_text(f"To: {address}\nSubject: {planted.all[1]}\n\nDear {planted.all[2]}\n")
    (mails / "2.mail").write_text("To: leonie@mail.example\nSubject: News\n\nDear Léonie\n")
    export = DataExport.objects.get(request__client=client)
    file_of(export).write_text(address)
    session = SessionStore()
    session.update({TYPED: f"{address} ", "kept": "as it is"})
    session.save()
    LogEntry.objects.create(
        user=User.objects.earliest("pk"), content_type=ContentType.objects.get_for_model(Client),
        object_id=str(client.pk), object_repr=uid, action_flag=CHANGE,
    )  # fmt: skip
    AccessAttempt.objects.create(username=address, failures_since_start=1)
    make_interaction(
        Source.objects.earliest("pk"), anonymous_id=_value_of(client, "anonymous"), properties={"seen": planted.all[3]}
    )


def _settings() -> Any:
    from django.conf import settings

    return settings


def _value_of(client: Client, namespace: str) -> str:
    found = Identifier.objects.filter(client=client, namespace=namespace, retracted_at=None)
    return found.values_list("value", flat=True)[0]


def _others(person: list[int]) -> dict[str, list[dict[str, Any]]]:
    """Every row of everybody else, as values."""
    ids = list(Client.objects.exclude(pk__in=person).values_list("pk", flat=True))
    return {
        each.model: list(each.own_rows_of(ids).exclude(pk__in=each.rows_of(person)).order_by("pk").values())
        for each in tables()
        if each.leads_to_clients and each.model not in ("crm.ChangedClient", "crm.DuplicateWork")
    }


def _finish(erasure: Erasure) -> None:
    for passed in range(4):
        write_journal()
        work_on_due_erasure(now=erasure.erased_at + passed * (WATCH + timedelta(minutes=1)))
    erasure.refresh_from_db()


def test_what_was_planted_in_every_personal_field_is_found_nowhere(
    client: Client, folders: list[Path], django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    person = list(Client.objects.records_of(client).values_list("pk", flat=True))
    planted = plant(person)
    _spread(client, planted)
    other_people = _others(person)
    assert (planted.empty_tables, planted.bare) == ([], [])
    assert len(planted.words) >= 80
    assert sorted(tables_with([MARK])) != []
    assert len(files_with([MARK], *folders)) == 4

    with django_capture_on_commit_callbacks(execute=True), caplog.at_level("DEBUG", logger="consent"):
        erasure = erase_client(client, reason="asked", actor=None)
    # Connected systems answered, as crm.actions.deliveries keeps it.
    AudienceChange.objects.filter(client_id__in=person).delete()
    Delivery.objects.update(entered=[], left=[])
    with django_capture_on_commit_callbacks(execute=True):
        _finish(erasure)

    assert (erasure.state, erasure.waits_for) == (Erasure.State.FINISHED, "")
    assert tables_with([MARK, *map(str, planted.days)]) == {}
    assert keys_with([MARK]) == []
    assert files_with([MARK], *folders) == []
    assert MARK not in caplog.text
    assert _others(person) == other_people
    assert sorted(path.name for path in (folders[0] / "mail" / "new").iterdir()) == ["2.mail"]
    assert SessionStore(session_key=_only_session()).load() == {"kept": "as it is"}
    assert Interaction.objects.filter(anonymous_id="a-device").count() == 0


def _only_session() -> str:
    from django.contrib.sessions.models import Session

    return Session.objects.get().session_key


def test_the_answer_says_what_went_what_stays_and_why(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_client(client, reason="asked", actor=None)
        _finish(erasure)

    answer = erasure_answer(erasure)

    assert answer.erased["contact"] > 0
    kept = {each.what: each.because for each in answer.kept}
    assert kept["purchases"] == table("crm.Purchase").because
    assert all(kept.values())
    cache.clear()
