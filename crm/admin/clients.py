"""Clients, their identities and who knows them, in the Django admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin
from crm import models
from crm.actions.clients import EDITABLE, update_client
from crm.admin.house import BoutiqueFilter
from crm.queries.clients import search_clients


class IdentifierInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.Identifier
    fields = ("namespace", "value", "source", "asserted_at", "verified_at", "retracted_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Client)
class ClientAdmin(HouseAdmin):
    """Found as on the staff's own screens."""

    list_display = ("uid", "name", "country", "city", "language", "created_at")
    search_fields = ("uid",)
    search_help_text = "Name, e-mail, end of a telephone number, card number or unique id"
    ordering = ("-id",)
    inlines = (IdentifierInline,)
    raw_id_fields = ("canonical",)
    readonly_fields = ("uid", "canonical", "source", "search_text", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Clients come into being by an identity that resolves to nobody yet (crm.identity.resolve).
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[models.Client], search_term: str
    ) -> tuple[QuerySet[models.Client], bool]:
        if not search_term.strip():
            return queryset, False
        found = search_clients(request.user, search_term)  # type: ignore[arg-type]
        return queryset.filter(pk__in=found.order_by().values("pk")), False

    def save_model(self, request: HttpRequest, obj: Any, form: forms.BaseModelForm, change: bool) -> None:
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name in EDITABLE}
        update_client(obj, **changed)


@admin.register(models.Relationship)
class RelationshipAdmin(HouseAdmin):
    list_display = ("client", "brand", "boutique", "advisor", "tier", "since")
    list_select_related = ("client", "brand", "boutique__brand", "advisor")
    list_filter = (
        "brand",
        ("boutique", BoutiqueFilter),
    )
    search_fields = ("client__uid",)
    raw_id_fields = ("client",)
    autocomplete_fields = ("brand", "boutique", "advisor")
    ordering = ("-id",)


@admin.register(models.Identifier)
class IdentifierAdmin(LedgerAdmin):
    list_display = ("namespace", "value", "client", "source", "asserted_at", "retracted_at")
    list_select_related = ("client",)
    search_fields = ("=value", "=client__uid")
    ordering = ("-id",)


@admin.register(models.IdentityLink)
class IdentityLinkAdmin(LedgerAdmin):
    list_display = ("a", "b", "source", "asserted_by", "asserted_at", "retracted_at")
    list_select_related = ("a", "b")
    search_fields = ("=a__client__uid",)
    ordering = ("-id",)
