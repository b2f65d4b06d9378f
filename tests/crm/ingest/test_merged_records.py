"""Identifiers that stayed on a merged record mean the one who remains."""

from datetime import datetime, timedelta

import pytest

from crm.actions.merge import merge_clients
from crm.identity.sweep import hand_over_forgotten_history
from crm.models import Client, Interaction, Source, User
from tests.crm.ingest.sending import call, send
from tests.factories import add_identifier, make_client, make_interaction


@pytest.fixture
def left_behind(camille: Client, maya: User, now: datetime) -> Client:
    """A record merged into Camille's, with a device and a customer number for which she had no room."""
    double = make_client("Camile")
    for client, name in ((camille, "hers"), (double, "its")):
        for number in range(15):
            add_identifier(client, "anonymous", f"{name}-{number}")
        add_identifier(client, "crm", f"AURELLE:{name}")
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    assert double.identifiers.count() == 16
    return double


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("left_behind")
def test_an_event_is_hers_by_device_and_by_number(camille: Client, source: Source) -> None:
    send(source, call(messageId="m-1", anonymousId="its-1"), call(messageId="m-2", anonymousId="new", userId="its"))

    assert set(Interaction.objects.values_list("message_id", "client")) == {("m-1", camille.pk), ("m-2", camille.pk)}


@pytest.mark.django_db
@pytest.mark.usefixtures("left_behind")
def test_a_forgotten_event_is_handed_to_her(camille: Client, source: Source, now: datetime) -> None:
    event = make_interaction(source, anonymous_id="its-1", at=now)

    hand_over_forgotten_history(now=now + timedelta(minutes=1), window=timedelta(minutes=5))

    event.refresh_from_db()
    assert event.client == camille
