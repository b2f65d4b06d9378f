"""An event from before its client was born is kept, with the time of its arrival and the reason."""

from datetime import date

import pytest

from crm.models import Client, Interaction, RejectedCall, Source
from tests.crm.ingest.sending import call, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("when", "codes"), [("1999-12-31T12:00:00Z", ["timestamp_before_birth"]), ("2000-01-01T12:00:00Z", [])]
)
def test_an_event_from_before_the_birth_of_its_client_is_dated_by_its_arrival(
    website: Source, camille: Client, when: str, codes: list[str]
) -> None:
    camille.birth_date = date(2000, 1, 1)
    camille.save(update_fields=["birth_date"])

    body = send(website, call(userId=camille.uid, timestamp=when)).json()

    stored = Interaction.objects.get()
    counted = list(RejectedCall.objects.filter(source=website).values_list("code", flat=True))
    # Told to nobody: a few questions would find the day.
    assert (body["warnings"], counted, stored.client) == ([], codes, camille)
    assert (stored.timestamp == stored.received_at, stored.timestamp == stored.original_timestamp) == (
        bool(codes),
        not codes,
    )
