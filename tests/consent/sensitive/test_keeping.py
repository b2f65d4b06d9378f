"""Without the consent no sensitive field is typed, and nothing else of what was typed is lost."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from clienteling.actions.notes import rewrite_note, write_note
from clienteling.models import Contact, Note
from consent.models import SensitiveWithdrawal
from consent.queries.preferences import preferences_of
from consent.queries.sensitive import may_keep_sensitive
from consent.registry.registered import tables_with_consent
from crm.actions.profile_errors import ProfileError
from crm.actions.relations import relate
from crm.models import Boutique, Brand, Client, Relation, User
from tests.consent.sensitive.conftest import say

pytestmark = pytest.mark.django_db
# Modules that write a table with sensitive fields. Each asks for the consent, or writes nothing that is new.
WRITERS = {
    "crm/actions/relations.py": "asks",
    "crm/admin/profile.py": "asks in its form",
    "crm/merging/relations.py": "moves what is kept to the survivor",
    "crm/segments/kinds/related.py": "reads",
    "crm/queries/relations.py": "reads",
    "clienteling/views/profile.py": "reads, and calls relate",
    "clienteling/queries/segment_offers.py": "reads",
    "clienteling/demo/history/lists.py": "the demonstration",
    "clienteling/demo/history/words.py": "the demonstration",
    "clienteling/actions/notes.py": "asks",
    "clienteling/actions/contacts.py": "asks, and keeps the rest",
    "clienteling/actions/merge.py": "moves what is kept to the survivor",
    "clienteling/admin.py": "reads",
    "clienteling/views/notes.py": "reads, and calls write_note",
    "clienteling/queries/care.py": "reads",
    "clienteling/queries/timelines.py": "reads",
    "clienteling/queries/merge_page.py": "reads",
}  # fmt: skip


def test_no_import_no_api_and_no_event_writes_what_is_sensitive() -> None:
    """Whoever comes to name such a table is looked at: does it ask for the consent?"""
    names = {table.model.rpartition(".")[2] for table in tables_with_consent()}
    root = Path(apps.get_app_config("crm").path).parent
    files = [path for app in ("crm", "journeys", "clienteling") for path in (root / app).rglob("*.py")]
    found = {
        str(path.relative_to(root))
        for path in files
        if "migrations" not in path.parts and "models" not in path.parts and "personal_data" not in path.parts
        for line in path.read_text().splitlines()
        if _imports(line, names) or any(f"models.{name})" in line for name in names)
    }

    assert found == set(WRITERS)


def _imports(line: str, names: set[str]) -> bool:
    words = set(line.replace(",", " ").split())
    return ".models" in line and "import" in words and bool(words & names) and "consent.retention" not in line


def test_a_note_is_not_kept_without_the_consent(
    mei: Client, brand: Brand, shanghai: Boutique, li: User, now: datetime
) -> None:
    note = write_note(mei, author=li, boutique=shanghai, text="Tea.", is_private=False)
    say(mei, brand, "withdrawn", now)

    for write in (
        lambda: write_note(mei, author=li, boutique=shanghai, text="Coffee.", is_private=False),
        lambda: write_note(mei, author=li, boutique=None, text="Coffee.", is_private=False),
        lambda: rewrite_note(note, text="Coffee.", is_private=False),
    ):
        with pytest.raises(ProfileError, match="consent_missing"):
            write()

    assert list(Note.objects.values_list("text", flat=True)) == ["Tea."]


def test_the_note_stays_in_its_field_and_the_advisor_reads_why(
    client: Browser, mei: Client, brand: Brand, li: User, now: datetime
) -> None:
    say(mei, brand, "withdrawn", now)
    client.force_login(li)

    said = client.post(f"/clients/{mei.uid}/notes/", {"text": "Coffee."}, headers={"HX-Request": "true"})
    plain = client.post(f"/clients/{mei.uid}/notes/", {"text": "Coffee."}, follow=True)

    assert ["Not kept: the client does not let the house" in each.content.decode() for each in (said, plain)] == [
        True, True
    ]  # fmt: skip
    assert Note.objects.count() == 0


def test_a_conversation_is_kept_without_its_words(
    client: Browser, mei: Client, brand: Brand, li: User, now: datetime
) -> None:
    say(mei, brand, "withdrawn", now)
    client.force_login(li)

    page = client.post(f"/clients/{mei.uid}/contacts/", {"channel": "phone", "text": "Of her son."}, follow=True)

    assert "The words were not kept" in page.content.decode()
    assert list(Contact.objects.values_list("client", "channel", "text")) == [(mei.pk, "phone", "")]


def test_the_page_says_since_when(client: Browser, mei: Client, brand: Brand, li: User, now: datetime) -> None:
    client.force_login(li)
    before = client.get(f"/clients/{mei.uid}/").content.decode()
    say(mei, brand, "withdrawn", now)

    after = client.get(f"/clients/{mei.uid}/").content.decode()

    words = "No sensitive information since 10 March 2026"
    assert (words in before, words in after) == (False, True)


@pytest.mark.parametrize("side", ["client", "other"])
def test_a_relation_needs_the_consent_of_both_who_are_clients(
    side: str, mei: Client, camille: Client, brand: Brand, alice: User, now: datetime
) -> None:
    say(mei, brand, "withdrawn", now)
    pair = (mei, camille) if side == "client" else (camille, mei)

    with pytest.raises(ProfileError, match="consent_missing"):
        relate(pair[0], kind="sibling", other=pair[1], brand=brand, actor=alice)

    assert Relation.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "is_kept"), [(None, True), ("given", True), ("pending", True), ("refused", False), ("withdrawn", False)]
)
def test_elsewhere_it_is_kept_until_the_client_says_no(
    said: str | None, is_kept: bool, camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    if said:
        say(camille, brand, said, now)

    asked = [may_keep_sensitive(camille, brand=each, at=now) for each in (brand, None, other_brand)]

    assert asked == [is_kept, is_kept, True]


def test_a_consent_that_ran_out_is_none(camille: Client, brand: Brand, now: datetime) -> None:
    say(camille, brand, "given", now - timedelta(days=9), valid_to=now)

    assert may_keep_sensitive(camille, brand=brand, at=now) is False


def test_whoever_decided_once_finds_it_on_their_page_wherever_they_live(
    camille: Client, brand: Brand, now: datetime
) -> None:
    def shown() -> list[str]:
        rows = preferences_of(camille, brand=brand, language="en")
        return [row.state for row in rows if row.purpose == "sensitive-data"]

    before = shown()
    say(camille, brand, "given", now)

    assert (before, shown()) == ([], ["yes"])


def test_the_administration_asks_too(admin_client_of: Browser, mei: Client, brand: Brand, now: datetime) -> None:
    say(mei, brand, "withdrawn", now)
    said = {"client": mei.pk, "kind": "child", "name": "Lian", "brand": brand.pk}

    answer = admin_client_of.post("/admin/crm/relation/add/", said)

    assert "does not let the house keep this" in answer.content.decode()
    assert Relation.objects.count() == 0


@pytest.fixture
def admin_client_of(client: Browser, admin_user: User) -> Browser:
    client.force_login(admin_user)
    return client


def test_a_withdrawal_is_carried_out_once_says_the_database(mei: Client, brand: Brand) -> None:
    row = {"client": mei, "brand": brand, "decision_id": 1, "due_at": timezone.now()}
    SensitiveWithdrawal.objects.create(**row)

    with (
        pytest.raises(IntegrityError, match="a_withdrawal_of_sensitive_data_is_carried_out_once"),
        transaction.atomic(),
    ):
        SensitiveWithdrawal.objects.create(**row)

    assert SensitiveWithdrawal.objects.count() == 1
