"""What the program keeps for itself, seen in the Django admin and never changed there."""

from django.contrib import admin

from clienteling.lib.admin_pages import LedgerAdmin
from crm import models


@admin.register(models.DuplicateProposal)
class DuplicateProposalAdmin(LedgerAdmin):
    list_display = ("a", "b", "score", "status", "decided_by", "found_at")
    list_select_related = ("a", "b", "decided_by")
    list_filter = ("status",)
    search_fields = ("=a__uid", "=b__uid")
    ordering = ("-id",)


@admin.register(models.DuplicateSignature)
class DuplicateSignatureAdmin(LedgerAdmin):
    list_display = ("client", "version", "keys")
    list_select_related = ("client",)
    search_fields = ("=client__uid",)
    ordering = ("-client",)


@admin.register(models.DuplicatePass)
class DuplicatePassAdmin(LedgerAdmin):
    list_display = ("started_at", "finished_at", "clients", "compared", "position")
    ordering = ("-id",)


@admin.register(models.AutomaticMergeThreshold)
class AutomaticMergeThresholdAdmin(LedgerAdmin):
    list_display = ("measured_at", "score", "decided", "right", "precision_at_least")
    ordering = ("-id",)


@admin.register(models.DuplicateWork)
class DuplicateWorkAdmin(LedgerAdmin):
    list_display = ("client", "since")
    list_select_related = ("client",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.DuplicateModel)
class DuplicateModelAdmin(LedgerAdmin):
    list_display = ("learnt_at", "clients")
    ordering = ("-id",)


@admin.register(models.DuplicateRate)
class DuplicateRateAdmin(LedgerAdmin):
    list_display = ("day", "clients", "duplicates")
    ordering = ("-day",)


@admin.register(models.MergeLog)
class MergeLogAdmin(LedgerAdmin):
    list_display = ("at", "keep", "duplicate", "actor", "reason", "undone_at")
    list_select_related = ("keep", "duplicate", "actor")
    search_fields = ("=keep__uid", "=duplicate__uid")
    ordering = ("-id",)


@admin.register(models.MergeMove)
class MergeMoveAdmin(LedgerAdmin):
    list_display = ("log", "model")
    list_select_related = ("log",)
    ordering = ("-id",)


@admin.register(models.MergeChange)
class MergeChangeAdmin(LedgerAdmin):
    list_display = ("log", "model")
    list_select_related = ("log",)
    ordering = ("-id",)


@admin.register(models.SearchWord)
class SearchWordAdmin(LedgerAdmin):
    list_display = ("word", "count")
    search_fields = ("=word",)
    ordering = ("word",)


@admin.register(models.SegmentVersion)
class SegmentVersionAdmin(LedgerAdmin):
    list_display = ("segment", "number", "published_at")
    list_select_related = ("segment",)
    ordering = ("-id",)


@admin.register(models.SegmentClock)
class SegmentClockAdmin(LedgerAdmin):
    list_display = ("segment", "swept_to")
    list_select_related = ("segment",)


@admin.register(models.SegmentFlow)
class SegmentFlowAdmin(LedgerAdmin):
    list_display = ("segment", "day", "entered", "left")
    list_select_related = ("segment",)
    ordering = ("-id",)


@admin.register(models.ChangedClient)
class ChangedClientAdmin(LedgerAdmin):
    list_display = ("client_id",)
    ordering = ("-id",)


@admin.register(models.Upload)
class UploadAdmin(LedgerAdmin):
    list_display = ("created_at", "brand", "kind", "file_name", "status", "actor", "erased_at")
    list_select_related = ("brand", "actor")
    list_filter = ("status", "kind", "brand")
    # A preview of rows is personal data: it is not here, and the reasons of rejects are on their own page.
    exclude = ("foretold", "result")
    ordering = ("-id",)


@admin.register(models.SavedMapping)
class SavedMappingAdmin(LedgerAdmin):
    list_display = ("name", "kind", "brand", "saved_by", "saved_at")
    list_select_related = ("brand", "saved_by")
    ordering = ("-id",)
