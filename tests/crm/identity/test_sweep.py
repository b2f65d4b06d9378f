"""An event and the log-in of its visitor, at the same instant."""

from datetime import datetime, timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.identity.sweep import hand_over_forgotten_history
from crm.models import Client, Interaction, Source
from tests.factories import add_identifier, make_interaction, make_source

VISITOR = "0b6a6c3e-3f5e-4b0e-9d55-0d3a43d6f3ab"
WINDOW = timedelta(minutes=5)


@pytest.mark.django_db(transaction=True)
def test_an_event_stored_while_its_visitor_logs_in_is_handed_over(source: Source, camille: Client) -> None:
    now = timezone.now()
    other = connections.create_connection("default")
    try:
        with transaction.atomic():
            # The log-in is not committed when the event is stored, and the event not yet there when it was.
            resolve_client([IdentifierClaim("anonymous", VISITOR)], source="web", asserted_at=now, uid=camille.uid)
            _store_by(other, source, now)
        assert Interaction.objects.get().client is None

        assert hand_over_forgotten_history(now=now, window=WINDOW) == 1
    finally:
        other.close()
    assert Interaction.objects.get().client == camille


def _store_by(other: object, source: Source, at: datetime) -> None:
    columns = "id, message_id, source_id, type, name, anonymous_id, properties, context, timestamp, received_at"
    with other.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            f"INSERT INTO crm_interaction ({columns})"  # noqa: S608  # the columns stand above
            " VALUES (gen_random_uuid(), 'm-1', %s, 'page', 'Home', %s, '{}', '{}', %s, %s)",
            [source.pk, VISITOR, at, at],
        )


@pytest.mark.django_db
def test_what_belongs_to_somebody_or_nobody_or_long_ago_stays(source: Source, camille: Client, now: datetime) -> None:
    dora = Client.objects.create()
    add_identifier(camille, "anonymous", VISITOR)
    tablet = make_source(source.brand, "tablet", is_shared_device=True)
    make_interaction(source, at=now, anonymous_id=VISITOR, client=dora)
    make_interaction(source, at=now, anonymous_id="somebody-else")
    make_interaction(tablet, at=now, anonymous_id=VISITOR)
    make_interaction(source, at=now - timedelta(hours=1), anonymous_id=VISITOR)

    assert hand_over_forgotten_history(now=now, window=WINDOW) == 0
    assert Interaction.objects.filter(client=camille).count() == 0


@pytest.mark.django_db
def test_many_events_are_handed_over_in_batches_and_once(
    source: Source, camille: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.identity.sweep.BATCH", 2)
    add_identifier(camille, "anonymous", VISITOR)
    for _ in range(5):
        make_interaction(source, at=now, anonymous_id=VISITOR)

    assert hand_over_forgotten_history(now=now, window=WINDOW) == 5
    assert hand_over_forgotten_history(now=now, window=WINDOW) == 0


@pytest.mark.django_db
def test_the_events_of_a_merged_record_go_to_the_survivor(source: Source, camille: Client, now: datetime) -> None:
    add_identifier(Client.objects.create(canonical=camille), "anonymous", VISITOR)
    make_interaction(source, at=now, anonymous_id=VISITOR)

    assert hand_over_forgotten_history(now=now, window=WINDOW) == 1
    assert Interaction.objects.get().client == camille
