"""WeChat: accounts of the house, and who follows them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin
from consent import models
from consent.actions.wechat import set_wechat_token


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
