"""Where clients' data may lie, and what crossed a border."""

from django.contrib import admin

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin, RemovableAdmin
from consent import models


@admin.register(models.TransferRule)
class TransferRuleAdmin(RemovableAdmin):
    """What the house's lawyers decided. Without a rule nothing goes from one region to the other."""

    list_display = ("from_region", "to_region", "ground", "document")
    list_filter = ("from_region", "to_region", "ground")
    ordering = ("from_region", "to_region")


@admin.register(models.Processor)
class ProcessorAdmin(HouseAdmin):
    list_display = ("name", "kind", "code", "region", "brand", "is_active")
    list_select_related = ("brand",)
    list_filter = ("kind", "region")
    search_fields = ("name", "code")


@admin.register(models.Residence)
class ResidenceAdmin(LedgerAdmin):
    """Set at the privacy officer's desk, where it is written down why."""

    list_display = ("client", "region", "set_by", "set_at")
    list_select_related = ("client", "set_by")
    list_filter = ("region",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Transfer)
class TransferAdmin(LedgerAdmin):
    list_display = ("at", "is_allowed", "from_region", "to_region", "place", "count", "ground", "reason")
    list_filter = ("is_allowed", "from_region", "to_region")
    search_fields = ("=client__uid", "=place")
    ordering = ("-id",)
