"""Brands, boutiques, sources and API keys in the Django admin."""

import json
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from clienteling.lib.admin_pages import HouseAdmin
from crm import models
from crm.actions.source_schema import take_learnt_schema
from crm.actions.write_keys import replace_write_key
from crm.api.keys import issue_api_key, replace_api_key
from crm.ingest.source_schema.definition import SchemaError, parse_text, read_schema


class BoutiqueFilter(admin.RelatedFieldListFilter):
    """Django's own would ask for the brand of each boutique in turn."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        boutiques = models.Boutique.objects.select_related("brand").order_by("brand__name", "name")
        return [(str(boutique.pk), str(boutique)) for boutique in boutiques]


@admin.register(models.Brand)
class BrandAdmin(HouseAdmin):
    list_display = ("name", "code", "language", "currency", "timezone")
    search_fields = ("name", "code")


@admin.register(models.Boutique)
class BoutiqueAdmin(HouseAdmin):
    list_display = ("name", "brand", "city", "country", "kind", "currency", "timezone")
    list_select_related = ("brand",)
    list_filter = ("brand", "kind", "country")
    search_fields = ("name", "city", "code")
    autocomplete_fields = ("brand",)


class SchemaField(forms.CharField):
    """A schema in TOML or JSON, shown as JSON."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict) and value else value or ""

    def to_python(self, value: Any) -> Any:
        try:
            written = parse_text(str(value or ""))
            read_schema(written)
        except SchemaError as error:
            raise forms.ValidationError(error.detail, error.code) from error
        return written

    def validate(self, value: Any) -> None:
        """No schema is one too."""

    def run_validators(self, value: Any) -> None:
        """Those of texts do not apply."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data if isinstance(data, dict) else parse_or_none(str(data or "")))


def parse_or_none(text: str) -> dict[str, Any] | None:
    try:
        return parse_text(text)
    except SchemaError:
        return None


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    schema = SchemaField(
        required=False, help_text="In TOML or JSON: which events are expected, and of what type their properties are."
    )

    class Meta:
        model = models.Source
        fields = (
            "brand", "code", "name", "write_key", "allowed_origins", "country", "order_prefix", "is_shared_device",
            "is_active", "expected_every", "schema",
        )  # fmt: skip


@admin.register(models.Source)
class SourceAdmin(HouseAdmin):
    form = SourceForm
    list_display = ("name", "code", "brand", "country", "is_shared_device", "is_active")
    list_select_related = ("brand",)
    list_filter = ("brand", "is_active")
    search_fields = ("name", "code")
    actions = ("learn_schemas", "replace_write_keys")

    @admin.action(description="Learn the schema from what came in, where there is none")
    def learn_schemas(self, request: HttpRequest, queryset: QuerySet[models.Source]) -> None:
        count = sum(take_learnt_schema(source, now=timezone.now()) for source in queryset)
        messages.success(request, f"{count} learnt. Look them through: what was not seen yet is counted from now on.")

    @admin.action(description="New write key; the former one is taken for thirty days more")
    def replace_write_keys(self, request: HttpRequest, queryset: QuerySet[models.Source]) -> None:
        for source in queryset:
            key = replace_write_key(source, at=timezone.now())
            messages.success(request, f"{source.name}: {key}")


@admin.register(models.ApiKey)
class ApiKeyAdmin(HouseAdmin):
    """A key is made here and its secret shown once; afterwards it can only be revoked."""

    list_display = ("name", "prefix", "brand", "created_at", "revoked_at")
    list_select_related = ("brand",)
    list_filter = ("brand",)
    search_fields = ("name", "prefix")
    fields = ("name", "brand", "scopes", "region", "prefix", "created_at", "revoked_at")
    actions = ("replace_keys", "revoke_keys")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        made = ("prefix", "created_at", "revoked_at")
        return (*made, "brand", "scopes", "region") if obj else made

    def save_model(self, request: HttpRequest, obj: Any, form: forms.BaseModelForm, change: bool) -> None:
        if change:
            obj.save(update_fields=["name"])
            return
        key, secret = issue_api_key(obj.name, brand=obj.brand, scopes=obj.scopes, region=obj.region)
        obj.__dict__.update(key.__dict__)
        messages.warning(request, f"Copy this key now, it is not shown again: {secret}")

    @admin.action(description="Revoke the selected keys")
    def revoke_keys(self, request: HttpRequest, queryset: QuerySet[models.ApiKey]) -> None:
        now = timezone.now()
        count = queryset.filter(Q(revoked_at=None) | Q(revoked_at__gt=now)).update(revoked_at=now)
        messages.success(request, f"{count} revoked.")

    @admin.action(description="Replace: a new key, and the former one for seven days more")
    def replace_keys(self, request: HttpRequest, queryset: QuerySet[models.ApiKey]) -> None:
        for key in queryset.filter(revoked_at=None):
            _, secret = replace_api_key(key, at=timezone.now())
            messages.warning(request, f"Copy the new key of {key.name} now, it is not shown again: {secret}")
