"""Who looked at whom, who took files out, and clients who are protected."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin
from consent import models


@admin.register(models.AccessEntry)
class AccessEntryAdmin(LedgerAdmin):
    is_about_looks = True
    list_display = ("at", "user", "api_key", "client", "action", "why")
    list_select_related = ("user", "client")
    list_filter = ("action",)
    search_fields = ("=client__uid", "=user__email", "=request_id")
    ordering = ("-id",)


@admin.register(models.AccessAlert)
class AccessAlertAdmin(LedgerAdmin):
    is_about_looks = True
    list_display = ("at", "code", "user", "client", "asked_at", "explained_at")
    list_select_related = ("user", "client")
    list_filter = ("code",)
    search_fields = ("=client__uid", "=user__email")
    ordering = ("-id",)


@admin.register(models.Export)
class ExportAdmin(LedgerAdmin):
    list_display = ("at", "user", "what", "rows", "is_refused", "seen_at", "seen_by")
    list_select_related = ("user", "seen_by")
    list_filter = ("is_refused",)
    search_fields = ("=user__email",)
    ordering = ("-id",)


@admin.register(models.Protection)
class ProtectionAdmin(LedgerAdmin):
    """Marked and lifted on the staff's own screens, where it is written down why."""

    is_about_looks = True
    list_display = ("client", "kind", "marked_by", "marked_at", "lifted_at")
    list_select_related = ("client", "marked_by")
    list_filter = ("kind",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Opening)
class OpeningAdmin(LedgerAdmin):
    is_about_looks = True
    list_display = ("opened_at", "user", "protection", "kind")
    list_select_related = ("user", "protection")
    list_filter = ("kind",)
    search_fields = ("=protection__client__uid", "=user__email")
    ordering = ("-id",)
