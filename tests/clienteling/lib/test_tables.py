"""Many tables in one operation are the same tables as one after the other."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

from clienteling.lib.tables import CreateTables

KEY = [("id", models.BigAutoField(primary_key=True))]
SHELVES = CreateModel("Shelf", [*KEY, ("name", models.CharField(max_length=20, unique=True))])
BOXES = CreateModel("Box", [*KEY, ("shelf", models.ForeignKey("cellar.Shelf", models.CASCADE))])


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("cellar_")}


def test_the_state_is_that_of_each_after_the_other() -> None:
    together, apart = ProjectState(), ProjectState()
    assert together.apps is not None

    CreateTables([SHELVES, BOXES]).state_forwards("cellar", together)
    for each in (SHELVES, BOXES):
        each.state_forwards("cellar", apart)

    assert together == apart
    assert together.apps.get_model("cellar", "Box")._meta.get_field("shelf").related_model._meta.model_name == "shelf"


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go() -> None:
    before, after = ProjectState(), ProjectState()
    both = CreateTables([SHELVES, BOXES])
    both.state_forwards("cellar", after)

    with connection.schema_editor() as editor:
        both.database_forwards("cellar", editor, before, after)
    there = tables()
    with connection.schema_editor() as editor:
        both.database_backwards("cellar", editor, after, before)

    assert (there, tables()) == ({"cellar_shelf", "cellar_box"}, set())
