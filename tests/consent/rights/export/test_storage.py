"""An archive lies only where its client's data may go, once the house has named where its storages are."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from consent.actions.residence import set_residence
from consent.models import DataExport, Processor, RequestStep, SubjectRequest, Transfer
from consent.rights.export.folder import begun_of, file_of, open_private
from consent.rights.export.order import order_export
from consent.rights.export.work import make_due_export
from consent.rights.requests import confirm_in_person, open_request
from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORT_FOLDER = tmp_path / "paris"
    settings.EXPORT_FOLDERS = {"exports-cn": tmp_path / "shanghai"}
    return tmp_path


@pytest.fixture
def mei(camille: Client, petra: User) -> Client:
    set_residence(camille, region="cn", because="Lives in Shanghai", actor=petra, at=timezone.now())
    return camille


@pytest.fixture
def asked(mei: Client, petra: User) -> SubjectRequest:
    request = open_request(mei, kind="access", intake="officer")
    return confirm_in_person(request, actor=petra)


def storage(code: str, region: str, **fields: Any) -> Processor:
    return Processor.objects.create(kind="exports", code=code, name=code, region=region, **fields)


def made() -> DataExport:
    export = make_due_export(timezone.now())
    assert export is not None
    export.refresh_from_db()
    return export


def test_without_a_storage_that_is_named_it_lies_beside_the_database(asked: SubjectRequest, folders: Path) -> None:
    export = made()

    assert (export.state, file_of(export).parent, Transfer.objects.count()) == ("ready", folders / "paris", 0)


def test_the_storage_of_the_clients_region_comes_first(asked: SubjectRequest, folders: Path) -> None:
    storage("exports", "eu")
    storage("exports-cn", "cn")

    export = made()

    assert (export.state, export.storage, file_of(export).parent) == ("ready", "exports-cn", folders / "shanghai")
    assert (file_of(export).is_file(), Transfer.objects.count()) == (True, 0)


@pytest.mark.parametrize("other", [{}, {"is_active": False}, {"brand": True}], ids=["none", "off", "of another house"])
def test_where_it_may_lie_nowhere_none_is_made_and_it_is_written_down(
    other: dict[str, Any], asked: SubjectRequest, mei: Client, other_brand: Brand, folders: Path
) -> None:
    storage("exports", "eu")
    if other:
        storage("exports-cn", "cn", **{key: other_brand if key == "brand" else value for key, value in other.items()})

    export = made()

    assert (export.state, export.due_at, export.lease_token) == ("failed", None, None)
    assert list(folders.rglob("*.zip*")) == []
    step = RequestStep.objects.get(request=asked, what="failed")
    assert step.figures["reason"] == "region_forbidden"
    row = Transfer.objects.get()
    assert (row.is_allowed, row.client, row.place) == (False, mei, "exports exports")


def test_a_storage_without_a_folder_is_none(asked: SubjectRequest, folders: Path) -> None:
    storage("exports-us", "us")

    assert file_of(made()).parent == folders / "paris"


def test_after_a_storage_was_named_it_is_ordered_again(asked: SubjectRequest, folders: Path) -> None:
    storage("exports", "eu")
    made()
    storage("exports-cn", "cn")

    order_export(asked, at=timezone.now())

    assert made().state == "ready"


def test_what_was_begun_elsewhere_goes(asked: SubjectRequest, folders: Path) -> None:
    export = DataExport.objects.get()
    with open_private(begun_of(export)) as file:
        file.write(b"half of a history")
    storage("exports-cn", "cn")

    made()

    assert list((folders / "paris").iterdir()) == []
