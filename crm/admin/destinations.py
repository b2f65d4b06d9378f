"""Destinations and what was sent to them, seen in the Django admin; changed on their own pages."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin
from crm import models


@admin.register(models.Destination)
class DestinationAdmin(LedgerAdmin):
    list_display = ("brand", "name", "purpose", "channel", "region", "is_active", "created_by")
    list_select_related = ("brand", "purpose", "created_by")
    exclude = ("secret", "former_secret")
    search_fields = ("name",)
    ordering = ("-id",)


@admin.register(models.Audience)
class AudienceAdmin(LedgerAdmin):
    list_display = ("destination", "segment", "started_by", "started_at", "stopped_at")
    list_select_related = ("destination", "segment", "started_by")
    ordering = ("-id",)


@admin.register(models.AudienceMember)
class AudienceMemberAdmin(LedgerAdmin):
    list_display = ("audience", "client_id")
    ordering = ("-id",)


@admin.register(models.AudienceChange)
class AudienceChangeAdmin(LedgerAdmin):
    list_display = ("audience", "uid")
    ordering = ("-id",)


@admin.register(models.Delivery)
class DeliveryAdmin(LedgerAdmin):
    list_display = ("audience", "number", "type", "status", "attempts", "answer", "created_at", "delivered_at")
    list_filter = ("status",)
    ordering = ("-id",)


@admin.register(models.Disclosure)
class DisclosureAdmin(LedgerAdmin):
    list_display = ("destination", "client_id", "first_at")
    list_select_related = ("destination",)
    ordering = ("-id",)


@admin.register(models.RecipientNotice)
class RecipientNoticeAdmin(LedgerAdmin):
    """Told again at the privacy officer's desk, read here."""

    list_display = ("created_at", "request", "destination", "type", "status", "attempts", "acknowledged_at")
    list_select_related = ("request", "destination")
    list_filter = ("status", "type")
    search_fields = ("=request__reference",)
    ordering = ("-id",)
    exclude = ("sealed_uid",)
