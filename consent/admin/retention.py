"""How long things are kept, and what went when its time was over."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin, RemovableAdmin
from consent import models


@admin.register(models.RetentionRule)
class RetentionRuleAdmin(RemovableAdmin):
    """Taken away, the standing length holds again."""

    list_display = ("category", "brand", "region", "days", "because", "changed_at")
    list_select_related = ("brand",)


@admin.register(models.RetentionHold)
class RetentionHoldAdmin(LedgerAdmin):
    """Placed and lifted by the privacy officer, read here."""

    list_display = ("placed_at", "client", "placed_by", "lifted_at", "lifted_by")
    list_select_related = ("client", "placed_by", "lifted_by")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.RetentionBatch)
class RetentionBatchAdmin(LedgerAdmin):
    list_display = ("happens_on", "kind", "cutoff", "announced_at", "started_at", "done_at")
    ordering = ("-happens_on",)


@admin.register(models.RetentionCandidate)
class RetentionCandidateAdmin(LedgerAdmin):
    list_display = ("batch", "client", "outcome")
    list_select_related = ("batch", "client")
    list_filter = ("outcome",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.RetentionRun)
class RetentionRunAdmin(LedgerAdmin):
    list_display = ("day", "table", "category", "rows", "started_at", "finished_at")
    list_filter = ("category",)
    ordering = ("-day", "table")


@admin.register(models.LastTouch)
class LastTouchAdmin(LedgerAdmin):
    list_display = ("client", "at")
    list_select_related = ("client",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)
