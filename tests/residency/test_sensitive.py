"""What the law of China calls sensitive is kept by a consent of its own, and no other consent stands in for it."""

from datetime import datetime

import pytest

from consent.models import Notice, Purpose
from consent.purposes import SEPARATE_PURPOSES
from consent.queries.permission import decision_on
from consent.queries.preferences import preferences_of
from consent.registry.registered import tables_with_consent
from crm.actions.profile_errors import ProfileError
from crm.actions.relations import relate
from crm.models import Brand, Client, Relation, User
from tests.residency.conftest import agree

pytestmark = pytest.mark.django_db
# Tables with sensitive fields of clients, and where they are asked for. A line here is a decision. Free words of the
# staff are among them: nobody can tell by machine what they say.
GUARDED = {
    "crm.Relation": "crm.actions.relations.relate",
    "clienteling.Note": "clienteling.actions.notes.write_note",
    "clienteling.Contact": "clienteling.actions.contacts.log_contact",
}


def test_every_sensitive_field_of_a_client_has_its_guard() -> None:
    assert {table.model for table in tables_with_consent()} == set(GUARDED)


@pytest.mark.parametrize("said", [None, "refused", "withdrawn"])
def test_a_family_in_china_is_not_kept_without_the_consent(
    said: str | None, mei: Client, brand: Brand, alice: User, now: datetime
) -> None:
    if said:
        agree(mei, brand, "sensitive-data", now, said)

    with pytest.raises(ProfileError, match="consent_missing"):
        relate(mei, kind="child", name="Lian", brand=brand, actor=alice)

    assert Relation.objects.count() == 0


def test_with_the_consent_it_is_kept(mei: Client, brand: Brand, alice: User, now: datetime) -> None:
    agree(mei, brand, "sensitive-data", now)

    assert relate(mei, kind="child", name="Lian", brand=brand, actor=alice).name == "Lian"


def test_elsewhere_nobody_is_asked(camille: Client, brand: Brand, alice: User) -> None:
    assert relate(camille, kind="child", name="Anouk", brand=brand, actor=alice).name == "Anouk"


def test_only_a_client_in_china_is_asked_separately(mei: Client, camille: Client, brand: Brand) -> None:
    asked = [
        [
            row.purpose
            for row in preferences_of(client, brand=brand, language="zh-hans")
            if row.purpose in SEPARATE_PURPOSES
        ]
        for client in (mei, camille)
    ]

    assert asked == [list(SEPARATE_PURPOSES), []]


@pytest.mark.parametrize("purpose", SEPARATE_PURPOSES)
def test_a_yes_to_one_is_a_yes_to_that_one_alone(purpose: str, mei: Client, brand: Brand, now: datetime) -> None:
    for every in ("profiling", "measurement", purpose):
        agree(mei, brand, every, now)

    allowed = [each for each in SEPARATE_PURPOSES if decision_on(mei, purpose=each, brand=brand, at=now).is_allowed]

    assert allowed == [purpose]


@pytest.mark.parametrize("purpose", SEPARATE_PURPOSES)
def test_each_is_asked_in_words_of_its_own_in_simplified_chinese(purpose: str) -> None:
    kept = Purpose.objects.get(code=purpose)
    words = Notice.objects.filter(purpose=kept, version=1)

    assert (kept.parent, kept.lawful_basis) == (None, "consent")
    assert sorted(words.values_list("language", flat=True)) == ["en", "fr", "it", "zh-hans"]
    assert words.get(language="zh-hans").text.startswith("我单独同意")
