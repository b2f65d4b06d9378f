"""What the database itself refuses of uploads and kept mappings."""

from typing import Any

import pytest
from django.utils import timezone

from crm.models import Brand, SavedMapping, Upload
from tests.crm.test_constraints import refuses

pytestmark = pytest.mark.django_db


def upload_of(brand: Brand, **fields: Any) -> dict[str, Any]:
    return {"brand": brand, "kind": "clients", "file_name": "c.csv", "stored_as": "one", "size": 1, **fields}


@pytest.mark.parametrize(("status", "is_due"), [("checking", False), ("importing", False), ("done", True)])
def test_an_upload_is_due_exactly_while_there_is_work(brand: Brand, status: str, is_due: bool) -> None:
    fields = upload_of(brand, status=status, due_at=timezone.now() if is_due else None)

    refuses("an_upload_is_due_exactly_while_there_is_work", Upload, **fields)


def test_an_upload_is_not_empty(brand: Brand) -> None:
    refuses("an_upload_is_not_empty", Upload, **upload_of(brand, size=0))


def test_one_mapping_per_brand_kind_and_name(brand: Brand) -> None:
    kept = {"brand": brand, "kind": "clients", "name": "till", "content": {}}
    SavedMapping.objects.create(**kept)

    refuses("one_mapping_per_brand_kind_and_name", SavedMapping, **kept)
