"""The boutiques' work in the Django admin, and the admin's own door.

Whoever opens the admin logs in on the staff's page, so that lockout and second factor hold there too.
"""

from typing import Any

# Registered here first, so that they can be taken out again whatever the order of the apps.
import allauth.mfa.admin  # noqa: F401
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from clienteling import models
from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin, RemovableAdmin
from crm.admin.house import BoutiqueFilter

admin.site.site_header = "Clienteling"
admin.site.site_title = "Administration"
admin.site.index_title = "Administration"
admin.site.site_url = "/my-day/"
admin.site.empty_value_display = "–"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Rights come from memberships, not from Django's groups.
admin.site.unregister(Group)
admin.site.unregister(Authenticator)
# It would show the key of the session, with which anybody could take it over.
admin.site.unregister(UserSession)


@admin.register(Authenticator)
class AuthenticatorAdmin(LedgerAdmin):
    """That somebody has a second factor; its secret is nobody's business. Deleting one lets them begin anew."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    exclude = ("data",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(models.CheckInCode)
class CheckInCodeAdmin(LedgerAdmin):
    list_display = ("client", "created_at", "expires_at", "used_at", "used_by")
    list_select_related = ("client", "used_by")
    search_fields = ("=client__uid",)
    exclude = ("sha256",)
    ordering = ("-id",)


@admin.register(models.Visit)
class VisitAdmin(LedgerAdmin):
    list_display = ("arrived_at", "left_at", "client", "boutique", "advisor", "method")
    list_select_related = ("client", "boutique__brand", "advisor")
    list_filter = (("boutique", BoutiqueFilter), "method")
    search_fields = ("=client__uid",)
    ordering = ("-id",)


@admin.register(models.Contact)
class ContactAdmin(LedgerAdmin):
    list_display = ("at", "client", "advisor", "boutique", "channel")
    list_select_related = ("client", "advisor", "boutique__brand")
    list_filter = (
        "channel",
        ("boutique", BoutiqueFilter),
    )
    search_fields = ("=client__uid", "=advisor__email")
    ordering = ("-id",)


@admin.register(models.Note)
class NoteAdmin(LedgerAdmin):
    """A private note is its author's: an administrator sees that there is one, not what it says."""

    list_display = ("created_at", "client", "author", "boutique", "is_private")
    list_select_related = ("client", "author", "boutique__brand")
    list_filter = (
        "is_private",
        ("boutique", BoutiqueFilter),
    )
    search_fields = ("=client__uid", "=author__email")
    ordering = ("-id",)
    exclude = ("text",)
    readonly_fields = ("words",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "words"]

    def words(self, note: models.Note) -> str:
        return "private" if note.is_private else note.text


@admin.register(models.Task)
class TaskAdmin(HouseAdmin):
    list_display = ("due_on", "text", "client", "boutique", "advisor", "done_at")
    list_select_related = ("client", "boutique__brand", "advisor")
    list_filter = (("boutique", BoutiqueFilter),)
    search_fields = ("=client__uid", "=advisor__email")
    raw_id_fields = ("client",)
    autocomplete_fields = ("boutique", "advisor", "done_by")
    date_hierarchy = "due_on"


@admin.register(models.SuggestionAnswer)
class SuggestionAnswerAdmin(LedgerAdmin):
    list_display = ("at", "user", "client", "kind", "answer", "until")
    list_select_related = ("user", "client")
    list_filter = ("kind", "answer")
    ordering = ("-id",)


@admin.register(models.Goal)
class GoalAdmin(RemovableAdmin):
    list_display = ("day", "boutique", "advisor", "amount")
    list_select_related = ("boutique__brand", "advisor")
    list_filter = (("boutique", BoutiqueFilter),)
    autocomplete_fields = ("boutique", "advisor")
    date_hierarchy = "day"


class RepairStepInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.RepairStep
    fields = ("at", "status", "note")
    readonly_fields = fields
    extra = 0
    can_delete = False


@admin.register(models.Repair)
class RepairAdmin(LedgerAdmin):
    list_display = ("opened_at", "number", "brand", "client", "boutique", "status", "promised_on", "closed_at")
    list_select_related = ("brand", "client", "boutique__brand")
    list_filter = ("brand", "status", ("boutique", BoutiqueFilter))
    search_fields = ("=number", "=client__uid")
    ordering = ("-id",)
    inlines = (RepairStepInline,)


@admin.register(models.RepairStep)
class RepairStepAdmin(LedgerAdmin):
    list_display = ("at", "repair", "status")
    list_select_related = ("repair",)
    list_filter = ("status",)
    search_fields = ("=repair__number",)
    ordering = ("-id",)


@admin.register(models.SurveyAnswer)
class SurveyAnswerAdmin(LedgerAdmin):
    list_display = ("answered_at", "client", "brand", "boutique", "kind", "moment", "score")
    list_select_related = ("client", "brand", "boutique__brand")
    list_filter = ("brand", "kind")
    search_fields = ("=client__uid",)
    ordering = ("-id",)
