"""What people decide about identity, in the Django admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin
from crm import models
from crm.actions.block import block_value
from crm.identity.namespaces import NAMESPACES


class BlockedIdentifierForm(forms.ModelForm):  # type: ignore[type-arg]
    namespace = forms.ChoiceField(
        choices=[("", "every kind"), *((code, code) for code in NAMESPACES)], required=False, help_text="Of what kind."
    )


@admin.register(models.BlockedIdentifier)
class BlockedIdentifierAdmin(HouseAdmin):
    """A value is blocked here, and allowed again by deleting its row: what it had linked is not linked anew."""

    form = BlockedIdentifierForm
    list_display = ("value", "namespace", "why", "note", "added_by", "added_at")
    list_select_related = ("added_by",)
    list_filter = ("why", "namespace")
    search_fields = ("=value",)
    fields = ("namespace", "value", "why", "note")
    ordering = ("-id",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.BaseModelForm, change: bool) -> None:
        blocked = block_value(
            obj.value, namespace=obj.namespace, why=obj.why, note=obj.note, actor=request.user, at=timezone.now()  # type: ignore[arg-type]
        )  # fmt: skip
        obj.__dict__.update(blocked.__dict__)


@admin.register(models.IdentityReview)
class IdentityReviewAdmin(LedgerAdmin):
    list_display = ("client", "reason", "source", "opened_at", "decision", "decided_by", "decided_at")
    list_select_related = ("client", "decided_by")
    list_filter = ("reason", "decision")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.IdentityCut)
class IdentityCutAdmin(LedgerAdmin):
    list_display = ("client", "link", "parted", "actor", "at", "undone_at")
    list_select_related = ("client", "parted", "actor")
    search_fields = ("=client__uid", "=parted__uid")
    ordering = ("-id",)
