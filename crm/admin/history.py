"""What clients did and what came in, in the Django admin."""

from django.contrib import admin

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin
from crm import models


@admin.register(models.CustomerAccount)
class CustomerAccountAdmin(LedgerAdmin):
    """The client's own log-in: seen, never changed; the hash of the password is not shown."""

    list_display = ("client", "created_at", "last_login", "failures", "locked_until")
    list_select_related = ("client",)
    search_fields = ("=email", "=client__uid")
    exclude = ("password",)


@admin.register(models.Interaction)
class InteractionAdmin(LedgerAdmin):
    list_display = ("timestamp", "source", "type", "name", "client", "anonymous_id")
    list_select_related = ("source", "client")
    list_filter = ("source",)
    search_fields = ("=message_id", "=anonymous_id", "=client__uid")
    ordering = ("-id",)


@admin.register(models.MessageId)
class MessageIdAdmin(LedgerAdmin):
    list_display = ("message_id",)
    search_fields = ("=message_id",)


@admin.register(models.RejectedCall)
class RejectedCallAdmin(LedgerAdmin):
    list_display = ("day", "source", "code", "count", "detail")
    list_select_related = ("source",)
    list_filter = ("code", "source")


class PurchaseLineInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.PurchaseLine
    fields = ("number", "sku", "description", "quantity", "unit_price", "amount")
    readonly_fields = fields
    extra = 0
    can_delete = False


@admin.register(models.Purchase)
class PurchaseAdmin(LedgerAdmin):
    """Receipts are the till's: they are put right there, and come again."""

    list_display = ("occurred_at", "kind", "source", "source_ref", "client", "boutique", "total", "currency")
    list_select_related = ("client", "boutique__brand")
    list_filter = ("brand", "kind")
    search_fields = ("=source_ref", "=client__uid")
    ordering = ("-id",)
    inlines = (PurchaseLineInline,)


@admin.register(models.PurchaseLine)
class PurchaseLineAdmin(LedgerAdmin):
    list_display = ("purchase", "number", "sku", "description", "quantity", "unit_price", "amount")
    list_select_related = ("purchase",)
    search_fields = ("=sku", "=purchase__source_ref")
    ordering = ("-id",)


@admin.register(models.Segment)
class SegmentAdmin(HouseAdmin):
    list_display = ("name", "code", "brand", "kind", "tag")
    list_select_related = ("brand",)
    list_filter = ("brand", "kind")
    search_fields = ("name", "code")


@admin.register(models.SegmentMember)
class SegmentMemberAdmin(LedgerAdmin):
    list_display = ("segment", "client", "since")
    list_select_related = ("segment", "client")
    list_filter = ("segment",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.SegmentChange)
class SegmentChangeAdmin(LedgerAdmin):
    list_display = ("at", "segment", "client", "change", "reason")
    list_select_related = ("segment", "client")
    list_filter = ("segment", "change")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.ImportRun)
class ImportRunAdmin(LedgerAdmin):
    list_display = ("started_at", "kind", "brand", "file_name", "status", "position", "finished_at")
    list_select_related = ("brand",)
    list_filter = ("kind", "status", "brand")
    date_hierarchy = "started_at"
