"""Members of staff and what they may see, in the Django admin."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from clienteling.lib.admin_pages import RemovableAdmin
from crm import models
from crm.actions.log_ins import end_log_ins


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.Membership
    extra = 0
    autocomplete_fields = ("brand", "boutique")


class StaffChangeForm(UserChangeForm):  # type: ignore[type-arg]
    class Meta:
        model = models.User
        fields = "__all__"
        field_classes: dict[str, Any] = {}


class StaffCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = models.User
        fields = ("email",)
        field_classes: dict[str, Any] = {}


@admin.register(models.User)
class StaffAdmin(UserAdmin):  # type: ignore[type-arg]
    """Who leaves is made inactive, never deleted: what they did stays theirs."""

    form = StaffChangeForm
    add_form = StaffCreationForm
    inlines = (MembershipInline,)
    ordering = ("email",)
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("email", "first_name", "last_name")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "language")}),
        ("Access", {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    actions = ("end_every_log_in",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description="End every log-in of these people")
    def end_every_log_in(self, request: HttpRequest, queryset: QuerySet[models.User]) -> None:
        count = sum(end_log_ins(user) for user in queryset)
        messages.success(request, f"{count} log-ins ended.")


@admin.register(models.Membership)
class MembershipAdmin(RemovableAdmin):
    list_display = ("user", "role", "brand", "country", "boutique")
    list_select_related = ("user", "brand", "boutique__brand")
    list_filter = ("role", "brand")
    search_fields = ("user__email", "user__last_name", "boutique__name")
    autocomplete_fields = ("user", "brand", "boutique")
