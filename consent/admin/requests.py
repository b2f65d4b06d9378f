"""What clients ask for, and how it was answered."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin
from consent import models


@admin.register(models.SubjectRequest)
class SubjectRequestAdmin(LedgerAdmin):
    """Answered at the privacy officer's desk, read here."""

    list_display = ("received_at", "reference", "client", "kind", "intake", "state", "due_at", "closed_at")
    list_select_related = ("client",)
    list_filter = ("kind", "state", "intake")
    search_fields = ("=reference", "=client__uid")
    ordering = ("-id",)


@admin.register(models.HandedIn)
class HandedInAdmin(LedgerAdmin):
    """Taken in by a worker or at the privacy officer's desk, where the name is read; here is only how far it is."""

    list_display = ("created_at", "public_id", "brand", "kind", "named_by", "state", "due_at", "settled_at")
    list_select_related = ("brand",)
    list_filter = ("state", "kind")
    search_fields = ("=public_id", "=request__reference")
    ordering = ("-id",)
    exclude = ("sealed_name", "detail", "fingerprint")


@admin.register(models.RequestStep)
class RequestStepAdmin(LedgerAdmin):
    list_display = ("at", "request", "what", "actor")
    list_select_related = ("request", "actor")
    list_filter = ("what",)
    search_fields = ("=request__reference",)
    ordering = ("-id",)


@admin.register(models.IdentityChallenge)
class IdentityChallengeAdmin(LedgerAdmin):
    """Without the salt, from which the code follows."""

    list_display = ("asked_at", "request", "channel", "tries", "used_at", "expires_at")
    list_select_related = ("request",)
    search_fields = ("=request__reference",)
    ordering = ("-id",)
    exclude = ("salt",)


@admin.register(models.DataExport)
class DataExportAdmin(LedgerAdmin):
    list_display = ("asked_at", "request", "state", "rows", "size", "attempts", "expires_at")
    list_select_related = ("request",)
    list_filter = ("state",)
    search_fields = ("=request__reference",)
    ordering = ("-id",)
    exclude = ("stored_as",)


@admin.register(models.Correction)
class CorrectionAdmin(LedgerAdmin):
    """Which field, when and by whom; the values stand at the privacy officer's desk."""

    list_display = ("at", "request", "field", "actor")
    list_select_related = ("request", "actor")
    list_filter = ("field",)
    search_fields = ("=request__reference",)
    ordering = ("-id",)
    exclude = ("before", "after")
