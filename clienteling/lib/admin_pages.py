"""What every page of the Django admin has in common: who may change what, and lists that stay fast."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

# Beyond this, nobody pages on: they search. A filtered list is counted no further.
COUNTED = 10_000
PER_PAGE = 50


class EstimatedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts up to COUNTED rows, and asks the planner's statistics for a whole table that is larger."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        counted: int = rows.order_by()[: COUNTED + 1].count()
        if counted <= COUNTED or rows.query.where:
            return counted
        return max(counted, _estimated(rows.model))


class HouseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What may be looked up and put right. Nothing is deleted here: others refer to it."""

    list_per_page = PER_PAGE
    show_full_result_count = False
    paginator = EstimatedPaginator

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class RemovableAdmin(HouseAdmin):
    """What the house may take away again, such as a goal or a price."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)


class LedgerAdmin(HouseAdmin):
    """What can only be read, whoever looks: it is evidence, or it is written by the program alone."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        # What is excluded would come back as a field to read.
        hidden = set(self.exclude or ())
        return [field.name for field in self.model._meta.fields if field.name not in hidden]


def _estimated(model: type[Model]) -> int:
    """The planner's idea of the number of rows; -1 before the table was ever analysed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        return int(cursor.fetchone()[0])
