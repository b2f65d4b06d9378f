"""Who was erased or restricted, and the journal outside of the database."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin
from consent import models


@admin.register(models.Erasure)
class ErasureAdmin(LedgerAdmin):
    list_display = ("erased_at", "state", "reason", "request", "waits_for", "finished_at")
    list_filter = ("state",)
    search_fields = ("=request",)
    exclude = ("traces",)
    ordering = ("-id",)


@admin.register(models.ErasedIdentifier)
class ErasedIdentifierAdmin(LedgerAdmin):
    list_display = ("erased_at", "namespace", "value_hash")
    list_filter = ("namespace",)
    search_fields = ("=value_hash",)
    ordering = ("-id",)


@admin.register(models.Restriction)
class RestrictionAdmin(LedgerAdmin):
    list_display = ("since", "client", "reason", "lifted_at", "lifted_because")
    list_select_related = ("client",)
    search_fields = ("=client__uid", "=request")
    ordering = ("-id",)


@admin.register(models.JournalFile)
class JournalFileAdmin(LedgerAdmin):
    list_display = ("name", "entries", "made_at", "written_at", "is_replayed")
    search_fields = ("=name",)
    ordering = ("-id",)


@admin.register(models.JournalEntry)
class JournalEntryAdmin(LedgerAdmin):
    list_display = ("kind", "row", "file")
    list_select_related = ("file",)
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(models.SensitiveWithdrawal)
class SensitiveWithdrawalAdmin(LedgerAdmin):
    list_display = ("client", "brand", "due_at", "finished_at", "counts")
    list_select_related = ("client", "brand")
    list_filter = ("brand",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)
