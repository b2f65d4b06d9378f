"""Journeys and their messages in the Django admin. Runs and messages are written by the workers alone."""

from django.contrib import admin

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin, RemovableAdmin
from journeys import models


@admin.register(models.Journey)
class JourneyAdmin(HouseAdmin):
    """Only the name and whether it runs: its graph is a version, and versions are published."""

    list_display = ("name", "code", "brand", "purpose", "status")
    list_select_related = ("brand",)
    list_filter = ("brand", "status")
    search_fields = ("name", "code")
    readonly_fields = ("brand", "code", "purpose")


@admin.register(models.JourneyVersion)
class JourneyVersionAdmin(LedgerAdmin):
    list_display = ("journey", "number", "published_at", "sha256")
    list_select_related = ("journey",)
    list_filter = ("journey",)


@admin.register(models.Enrolment)
class EnrolmentAdmin(LedgerAdmin):
    list_display = ("journey", "client", "status", "node", "due_at", "ended_reason", "created_at")
    list_select_related = ("journey", "client")
    list_filter = ("journey", "status")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Send)
class SendAdmin(LedgerAdmin):
    list_display = ("created_at", "client", "template", "channel", "status", "reason", "sent_at")
    list_select_related = ("client",)
    list_filter = ("brand", "status", "channel")
    search_fields = ("=client__uid", "=message_id")
    ordering = ("-id",)


@admin.register(models.DeliveryEvent)
class DeliveryEventAdmin(LedgerAdmin):
    list_display = ("at", "provider", "kind", "send_id")
    list_filter = ("provider", "kind")
    search_fields = ("=provider_id",)
    ordering = ("-id",)


@admin.register(models.CapRule)
class CapRuleAdmin(RemovableAdmin):
    list_display = ("brand", "maximum", "days")
    list_select_related = ("brand",)
    list_filter = ("brand",)


@admin.register(models.CapUse)
class CapUseAdmin(LedgerAdmin):
    list_display = ("rule", "client", "window", "used", "maximum")
    list_select_related = ("rule", "client")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.KillSwitch)
class KillSwitchAdmin(RemovableAdmin):
    list_display = ("brand", "is_on", "reason", "changed_at")
    list_select_related = ("brand",)
