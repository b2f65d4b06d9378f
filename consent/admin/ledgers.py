"""Purposes, notices, decisions and what forbids a message."""

from django.contrib import admin

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin
from consent import models


@admin.register(models.Purpose)
class PurposeAdmin(HouseAdmin):
    """The basis in law is fixed with the purpose: another basis is another purpose."""

    list_display = ("name", "code", "lawful_basis", "parent")
    list_select_related = ("parent",)
    list_filter = ("lawful_basis",)
    search_fields = ("name", "code")
    readonly_fields = ("code", "lawful_basis")


@admin.register(models.Notice)
class NoticeAdmin(LedgerAdmin):
    list_display = ("purpose", "version", "language", "sha256")
    list_select_related = ("purpose",)
    list_filter = ("purpose", "language")


@admin.register(models.Decision)
class DecisionAdmin(LedgerAdmin):
    list_display = ("captured_at", "client", "brand", "purpose", "channel", "status", "method")
    list_select_related = ("client", "brand", "purpose")
    list_filter = ("brand", "purpose", "status", "method")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.CurrentDecision)
class CurrentDecisionAdmin(LedgerAdmin):
    list_display = ("client", "brand", "purpose", "channel", "decision")
    list_select_related = ("client", "brand", "purpose", "decision")
    list_filter = ("brand", "purpose")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.ContactPreference)
class ContactPreferenceAdmin(LedgerAdmin):
    list_display = ("client", "brand", "paused_until", "at_most", "preferred_channel", "changed_at")
    list_select_related = ("client", "brand")
    list_filter = ("brand",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Suppression)
class SuppressionAdmin(LedgerAdmin):
    list_display = ("created_at", "channel", "brand", "reason", "marketing_only", "lifted_at")
    list_select_related = ("brand",)
    list_filter = ("channel", "reason", "brand")
    search_fields = ("=contact_hash",)
    ordering = ("-id",)
