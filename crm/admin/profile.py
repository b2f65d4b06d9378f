"""People around a client, wishes, carts, loyalty and scores, in the Django admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils import timezone

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin
from consent.queries.sensitive import may_keep_sensitive
from crm import models


class RelationForm(forms.ModelForm):  # type: ignore[type-arg]
    """As on the client's page: nobody is written down whose client does not let the house keep such things."""

    def clean(self) -> dict[str, Any]:
        said = {**self.cleaned_data, **(super().clean() or {})}
        for client in filter(None, (said.get("client"), said.get("other"))):
            if not may_keep_sensitive(client, brand=said.get("brand"), at=timezone.now()):
                raise forms.ValidationError("The client does not let the house keep this.", code="consent_missing")
        return said


@admin.register(models.Relation)
class RelationAdmin(HouseAdmin):
    form = RelationForm
    list_display = ("client", "kind", "other", "brand", "created_at", "created_by")
    list_select_related = ("client", "other", "brand", "created_by")
    list_filter = ("kind", "brand")
    search_fields = ("=client__uid", "=other__uid")
    raw_id_fields = ("client", "other")
    autocomplete_fields = ("brand", "created_by")
    ordering = ("-id",)


@admin.register(models.Wish)
class WishAdmin(LedgerAdmin):
    list_display = ("added_at", "client", "brand", "sku", "removed_at", "source")
    list_select_related = ("client", "brand")
    list_filter = ("brand",)
    search_fields = ("=client__uid", "=sku")
    ordering = ("-id",)


@admin.register(models.Cart)
class CartAdmin(LedgerAdmin):
    list_display = ("named_at", "client", "brand")
    list_select_related = ("client", "brand")
    list_filter = ("brand",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.CartItem)
class CartItemAdmin(LedgerAdmin):
    list_display = ("changed_at", "client", "brand", "sku", "quantity", "source")
    list_select_related = ("client", "brand")
    list_filter = ("brand",)
    search_fields = ("=client__uid", "=sku")
    ordering = ("-id",)


@admin.register(models.LoyaltyAccount)
class LoyaltyAccountAdmin(LedgerAdmin):
    """The programme's own figures: put right there, they come again."""

    list_display = ("number", "programme", "brand", "client", "tier", "points", "changed_at")
    list_select_related = ("client", "brand")
    list_filter = ("brand", "programme")
    search_fields = ("=client__uid", "=number")
    ordering = ("-id",)


@admin.register(models.Score)
class ScoreAdmin(LedgerAdmin):
    list_display = ("at", "client", "brand", "model", "version", "value")
    list_select_related = ("client", "brand")
    list_filter = ("model", "brand")
    search_fields = ("=client__uid",)
    ordering = ("-id",)
