"""What triggers keep is the same whether they ran, or were off while a large house was filled."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from crm.actions.segment_versions import make_segment, publish_segment
from crm.generate.house import TABLES
from crm.models import (
    Brand,
    ChangedClient,
    Client,
    DuplicateWork,
    Interaction,
    MessageId,
    PendingEvent,
    Relationship,
    SearchWord,
    Segment,
    Source,
    SourceTally,
)

pytestmark = pytest.mark.django_db
FRENCH = {"op": "and", "rules": [{"kind": "attribute", "field": "country", "test": "one_of", "values": ["fr"]}]}
# Every trigger of a table that is filled bare, and what stands in for it meanwhile.
TRIGGERS = {
    ("crm_client", "duplicates_see_new"): "duplicate work",
    ("crm_client", "the_search_knows_new_words"): "search words",
    ("crm_identifier", "duplicates_see_new"): "the client is new, and noted as such",
    ("crm_interaction", "a_message_id_is_stored_once"): "message ids",
    ("crm_interaction", "segments_see_insert"): "changed clients",
    ("crm_interaction", "what_arrives_is_noted"): "tallies, pending events",
    ("crm_purchase", "segments_see_insert"): "changed clients",
    ("crm_purchaseline", "segments_see_insert"): "changed clients",
    ("crm_relationship", "a_boutique_knows_words"): "words at boutiques",
    ("crm_relationship", "clients_known_in_china_are_journalled"): "no client is made without a country",
    ("crm_relationship", "segments_see_insert"): "changed clients",
}
_ON_INSERT = """
    SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE NOT tgisinternal AND tgparentid = 0 AND tgtype & 4 > 0 AND tgrelid = ANY(%s::regclass[])
"""


def generate(monkeypatch: pytest.MonkeyPatch, *options: str, stripped_from: int) -> None:
    monkeypatch.setattr("crm.generate.house.WORTH_STRIPPING", stripped_from)
    call_command("generate", "--clients", "40", "--seed", "3", *options, stdout=io.StringIO())


def kept() -> dict[str, set[object]]:
    return {
        "duplicate work": set(DuplicateWork.objects.values_list("client__uid", flat=True)),
        "changed clients": set(ChangedClient.objects.values_list("client_id", flat=True)),
        "message ids": set(MessageId.objects.values_list("message_id", flat=True)),
        "pending events": set(PendingEvent.objects.values_list("interaction", "received_at")),
        "search words": set(SearchWord.objects.values_list("word", "count")),
        "words at boutiques": set(Relationship.objects.values_list("client_id", "boutique", "words")),
        "sources": set(Source.objects.values_list("code", "last_seen_at__date")),
    }


def test_every_trigger_that_is_off_meanwhile_has_a_stand_in() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ON_INSERT, [[made.table for made in TABLES]])
        triggers = set(cursor.fetchall())

    assert triggers == set(TRIGGERS)


@pytest.mark.parametrize("stripped_from", [1, 20_000])
def test_a_house_leaves_all_its_clients_to_be_compared_and_its_words_to_be_found(
    monkeypatch: pytest.MonkeyPatch, stripped_from: int
) -> None:
    generate(monkeypatch, stripped_from=stripped_from)

    words = {word for line in Client.objects.values_list("search_text", flat=True) for word in line.split()}
    assert kept()["duplicate work"] == set(Client.objects.values_list("uid", flat=True))
    assert not Client.objects.filter(country="").exists()
    assert kept()["search words"] == {
        (word, Client.objects.filter(search_text__iregex=rf"(^| ){word}( |$)").count())
        for word in words
        if not any(sign.isdigit() or sign in "@~-" for sign in word)
    }
    assert kept()["sources"] == {
        ("albane-generated", timezone.now().date()),
        ("corvine-generated", timezone.now().date()),
    }
    held = kept()["words at boutiques"]
    # Written anew by the trigger, they are the same.
    Relationship.objects.update(boutique=F("boutique"))
    assert kept()["words at boutiques"] == held
    assert all(words for _, _, words in Relationship.objects.values_list("client_id", "boutique", "words"))
    assert len(kept()["message ids"]) == 400
    assert sum(SourceTally.objects.values_list("count", flat=True)) == 400
    meant = Interaction.objects.filter(type="track", name__in=("Product Added", "Product Added to Wishlist"))
    assert kept()["pending events"] == set(meant.values_list("id", "received_at"))


@pytest.mark.parametrize("stripped_from", [1, 20_000])
def test_what_is_appended_is_kept_beside_what_was_there(monkeypatch: pytest.MonkeyPatch, stripped_from: int) -> None:
    generate(monkeypatch, stripped_from=20_000)
    DuplicateWork.objects.all().delete()
    before = set(Client.objects.values_list("uid", flat=True))

    generate(monkeypatch, "--append", stripped_from=stripped_from)

    assert kept()["duplicate work"] == set(Client.objects.values_list("uid", flat=True)) - before
    assert len(kept()["message ids"]) == 800


@pytest.mark.parametrize("stripped_from", [1, 20_000])
def test_segments_by_rule_ask_about_whoever_was_appended(monkeypatch: pytest.MonkeyPatch, stripped_from: int) -> None:
    brand = Brand.objects.create(code="ALBANE", name="Albane")
    segment = make_segment(brand, code="french", name="French", kind=Segment.Kind.COMPUTED)
    publish_segment(segment, FRENCH, actor=None)

    generate(monkeypatch, stripped_from=stripped_from)

    assert kept()["changed clients"] == set(Client.objects.values_list("pk", flat=True))
