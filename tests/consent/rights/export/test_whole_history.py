"""Of a person with a long history, everything is in the archive, and all of it comes back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from consent.rights.export.columns import tables_in_order
from consent.rights.export.reading import import_export, tables_brought_back
from crm.models import Client, User
from tests.consent.rights.export.archives import forget_everybody, sheets, written
from tests.demonstration import small_house
from tests.one_of_each import make_the_rest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """A demonstration house, and one of each thing that it does not have."""
    with django_db_blocker.unblock(), small_house(tmp_path_factory.mktemp("var"), clients=120):
        make_the_rest()
        yield


def test_every_row_of_the_person_is_in_it(house: None) -> None:
    client = Client.objects.earliest("pk")
    records = list(Client.objects.records_of(client).values_list("pk", flat=True))

    data, path = written(client)

    held = {each.model: each.own_rows_of(records).count() for each in tables_in_order()}
    assert {model: len(rows) for model, rows in data.items()} == held
    assert {model: len(rows) - 1 for model, rows in sheets(path).items()} == held
    assert sum(1 for count in held.values() if count) >= 25


def test_an_export_comes_back_without_loss(house: None, admin_user: User) -> None:
    client = Client.objects.filter(purchases__isnull=False, identifiers__isnull=False).earliest("pk")
    before, path = written(client)
    forget_everybody()
    assert Client.objects.count() == 0

    brought = import_export(path, actor=admin_user)

    returned = [each.model for each in tables_brought_back()]
    after, _ = written(Client.objects.get(uid=client.uid))
    looks = after["consent.AccessEntry"].pop()
    assert looks["why"] == "import of an export"
    assert {model: after[model] for model in returned} == {model: before[model] for model in returned}
    assert (sum(brought.refused.values()), brought.rows["crm.Client"]) == (0, 1)
    assert sum(1 for model in returned if before[model]) >= 15
