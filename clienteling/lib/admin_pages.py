"""What every page of the Django admin has in common: who may change what, and lists that stay fast."""

from typing import Any, Protocol

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
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


class Watch(Protocol):
    """What holds of clients' rows on every page: who is not shown, and that each look is written down."""

    def shown(self, rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
        """Those that this administrator may see."""

    def note_list(self, model: type[Model], user: Any, *, is_search: bool) -> None:
        """That a page of a list was looked at, or searched for."""

    def note_look(self, row: Model, user: Any, *, is_change: bool) -> None:
        """That one row was looked at, or changed."""


_watches: list[Watch] = []


def register_watch(watch: Watch) -> None:
    """Called when an app is ready: what a client is stands above these pages."""
    _watches.append(watch)


class HouseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What may be looked up and put right. Nothing is deleted here: others refer to it.

    ``is_about_looks``: the rows say who looked at whom or who is protected, and nothing of the client; they are shown
    of everybody.
    """

    list_per_page = PER_PAGE
    show_full_result_count = False
    paginator = EstimatedPaginator
    is_about_looks = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        for watch in () if self.is_about_looks else _watches:
            rows = watch.shown(rows, request.user)
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        # Before it is rendered; what was refused was not seen, and raises.
        for watch in _watches:
            watch.note_list(self.model, request.user, is_search=bool(request.GET.get("q")))
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id)) if object_id else None
        response = super().changeform_view(request, object_id, form_url, extra_context)
        for watch in _watches:
            if row is not None:
                watch.note_look(row, request.user, is_change=request.method == "POST")
        return response

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
