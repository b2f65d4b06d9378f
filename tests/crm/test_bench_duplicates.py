"""What ``bench duplicates`` plants, finds, and takes away again."""

from datetime import date, timedelta

import pytest

from crm.benchmarks.duplicates import measure, taken_back
from crm.models import Client, DuplicateProposal, DuplicateSignature, Identifier
from tests.factories import add_identifier, make_client

pytestmark = pytest.mark.django_db
GIVEN = ("Camille", "Anna", "Paul", "Giulia", "Hannes", "Olga", "Marco", "Ines", "Louise", "Robert")
FAMILY = ("Laurent", "Rossi", "Moreau", "Bianchi", "Vogel", "Volkova", "Ferrari", "Duarte", "Marchand", "Hartley")


@pytest.fixture
def house() -> list[Client]:
    """A hundred people, all of them different."""
    return [
        make_client(given, family, birth_date=date(1950, 1, 1) + timedelta(days=197 * (10 * row + column)))
        for row, given in enumerate(GIVEN)
        for column, family in enumerate(FAMILY)
    ]


def test_what_is_planted_is_found_and_taken_away_again(house: list[Client]) -> None:
    add_identifier(house[0], "email", "camille@example.com")

    with taken_back():
        figures = measure(workers=1)
        planted = Client.objects.filter(source="planted").count()

    assert (figures["clients"], figures["planted"], planted) == (101, 1, 1)
    assert figures["precision"] == figures["recall"] == 1.0
    assert set(Client.objects.all()) == set(house)
    assert (DuplicateProposal.objects.count(), Identifier.objects.count()) == (0, 1)
    assert DuplicateSignature.objects.count() == 100
