"""Consent and its evidence in the Django admin: to be read, never written, whoever looks."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin, RemovableAdmin
from consent import models
from consent.actions.wechat import set_wechat_token


@admin.register(models.Purpose)
class PurposeAdmin(HouseAdmin):
    """The basis in law is fixed with the purpose: another basis is another purpose."""

    list_display = ("name", "code", "lawful_basis", "parent")
    list_select_related = ("parent",)
    list_filter = ("lawful_basis",)
    search_fields = ("name", "code")
    readonly_fields = ("code", "lawful_basis")


@admin.register(models.Notice)
class NoticeAdmin(LedgerAdmin):
    list_display = ("purpose", "version", "language", "sha256")
    list_select_related = ("purpose",)
    list_filter = ("purpose", "language")


@admin.register(models.Decision)
class DecisionAdmin(LedgerAdmin):
    list_display = ("captured_at", "client", "brand", "purpose", "channel", "status", "method")
    list_select_related = ("client", "brand", "purpose")
    list_filter = ("brand", "purpose", "status", "method")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.CurrentDecision)
class CurrentDecisionAdmin(LedgerAdmin):
    list_display = ("client", "brand", "purpose", "channel", "decision")
    list_select_related = ("client", "brand", "purpose", "decision")
    list_filter = ("brand", "purpose")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.ContactPreference)
class ContactPreferenceAdmin(LedgerAdmin):
    list_display = ("client", "brand", "paused_until", "at_most", "preferred_channel", "changed_at")
    list_select_related = ("client", "brand")
    list_filter = ("brand",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Suppression)
class SuppressionAdmin(LedgerAdmin):
    list_display = ("created_at", "channel", "brand", "reason", "marketing_only", "lifted_at")
    list_select_related = ("brand",)
    list_filter = ("channel", "reason", "brand")
    search_fields = ("=contact_hash",)
    ordering = ("-id",)


@admin.register(models.AccessEntry)
class AccessEntryAdmin(LedgerAdmin):
    list_display = ("at", "user", "api_key", "client", "action", "why")
    list_select_related = ("user", "client")
    list_filter = ("action",)
    search_fields = ("=client__uid", "=user__email", "=request_id")
    ordering = ("-id",)


@admin.register(models.Export)
class ExportAdmin(LedgerAdmin):
    list_display = ("at", "user", "what", "rows", "is_refused", "seen_at", "seen_by")
    list_select_related = ("user", "seen_by")
    list_filter = ("is_refused",)
    search_fields = ("=user__email",)
    ordering = ("-id",)


@admin.register(models.SubjectRequest)
class SubjectRequestAdmin(LedgerAdmin):
    """Answered at the privacy officer's desk, read here."""

    list_display = ("received_at", "reference", "client", "kind", "intake", "state", "due_at", "closed_at")
    list_select_related = ("client",)
    list_filter = ("kind", "state", "intake")
    search_fields = ("=reference", "=client__uid")
    ordering = ("-id",)


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


@admin.register(models.RetentionRule)
class RetentionRuleAdmin(RemovableAdmin):
    """Taken away, the standing length holds again."""

    list_display = ("category", "days", "because", "changed_at")


@admin.register(models.RetentionHold)
class RetentionHoldAdmin(LedgerAdmin):
    """Placed and lifted by the privacy officer, read here."""

    list_display = ("placed_at", "client", "placed_by", "lifted_at", "lifted_by")
    list_select_related = ("client", "placed_by", "lifted_by")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.RetentionBatch)
class RetentionBatchAdmin(LedgerAdmin):
    list_display = ("happens_on", "cutoff", "announced_at", "started_at", "done_at")
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


@admin.register(models.Protection)
class ProtectionAdmin(LedgerAdmin):
    """Marked and lifted on the staff's own screens, where it is written down why."""

    list_display = ("client", "kind", "marked_by", "marked_at", "lifted_at")
    list_select_related = ("client", "marked_by")
    list_filter = ("kind",)
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Opening)
class OpeningAdmin(LedgerAdmin):
    list_display = ("opened_at", "user", "protection", "kind")
    list_select_related = ("user", "protection")
    list_filter = ("kind",)
    search_fields = ("=protection__client__uid", "=user__email")
    ordering = ("-id",)


@admin.register(models.AccessAlert)
class AccessAlertAdmin(LedgerAdmin):
    list_display = ("at", "code", "user", "client", "asked_at", "explained_at")
    list_select_related = ("user", "client")
    list_filter = ("code",)
    search_fields = ("=client__uid", "=user__email")
    ordering = ("-id",)


@admin.register(models.Correction)
class CorrectionAdmin(LedgerAdmin):
    """Which field, when and by whom; the values stand at the privacy officer's desk."""

    list_display = ("at", "request", "field", "actor")
    list_select_related = ("request", "actor")
    list_filter = ("field",)
    search_fields = ("=request__reference",)
    ordering = ("-id",)
    exclude = ("before", "after")


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


class WechatAccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """The token is typed, sealed, and never shown again."""

    new_token = forms.CharField(
        required=False, max_length=64, widget=forms.PasswordInput, help_text="As it stands in WeChat's settings."
    )

    class Meta:
        model = models.WechatAccount
        fields = ("brand", "account", "is_active")


@admin.register(models.WechatAccount)
class WechatAccountAdmin(HouseAdmin):
    form = WechatAccountForm
    list_display = ("account", "brand", "is_active")
    list_select_related = ("brand",)
    search_fields = ("account",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.cleaned_data["new_token"]:
            set_wechat_token(obj, form.cleaned_data["new_token"])


@admin.register(models.WechatContact)
class WechatContactAdmin(LedgerAdmin):
    list_display = ("account", "is_following", "changed_at", "wrote_at")
    list_select_related = ("account",)
    search_fields = ("=contact_hash",)
    ordering = ("-id",)


@admin.register(models.WechatSubscription)
class WechatSubscriptionAdmin(LedgerAdmin):
    list_display = ("contact", "template", "given", "used", "changed_at")
    list_select_related = ("contact",)
    search_fields = ("=template",)
    ordering = ("-id",)
