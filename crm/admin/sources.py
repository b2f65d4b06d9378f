"""Sources, what came of their events and what they state, in the Django admin."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin
from crm import models


@admin.register(models.PendingEvent)
class PendingEventAdmin(LedgerAdmin):
    list_display = ("interaction", "is_order", "waits_for", "due_at", "attempts")
    list_filter = ("is_order",)
    ordering = ("-id",)


@admin.register(models.RejectedEvent)
class RejectedEventAdmin(LedgerAdmin):
    list_display = ("timestamp", "source", "name", "code", "detail")
    list_select_related = ("source",)
    list_filter = ("source",)
    search_fields = ("=message_id",)
    ordering = ("-id",)


@admin.register(models.PurchaseReference)
class PurchaseReferenceAdmin(LedgerAdmin):
    list_display = ("source", "source_ref", "purchase", "told_at")
    list_select_related = ("purchase",)
    search_fields = ("=source_ref",)
    ordering = ("-id",)


@admin.register(models.SourceTally)
class SourceTallyAdmin(LedgerAdmin):
    list_display = ("hour", "source", "event", "path", "code", "count")
    list_select_related = ("source",)
    ordering = ("-id",)


@admin.register(models.SourceHour)
class SourceHourAdmin(LedgerAdmin):
    list_display = ("hour", "source", "count")
    list_select_related = ("source",)
    list_filter = ("source",)
    ordering = ("-hour",)


@admin.register(models.SchemaViolation)
class SchemaViolationAdmin(LedgerAdmin):
    list_display = ("day", "source", "event", "path", "code", "count")
    list_select_related = ("source",)
    list_filter = ("source",)
    ordering = ("-day",)


@admin.register(models.SourceTotal)
class SourceTotalAdmin(LedgerAdmin):
    list_display = ("day", "brand", "source", "kind", "currency", "count", "amount", "stated_at")
    list_select_related = ("brand",)
    list_filter = ("brand",)
    ordering = ("-day",)


@admin.register(models.SourceComparison)
class SourceComparisonAdmin(LedgerAdmin):
    list_display = ("compared_on", "total", "stated_count", "our_count", "stated_amount", "our_amount")
    list_select_related = ("total",)
    ordering = ("-id",)
