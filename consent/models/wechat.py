"""What WeChat said of who follows a house's official account. Whom it is about is kept as a keyed hash alone."""

from django.db import models
from django.db.models import F, Q


class WechatAccount(models.Model):
    """A house's official account (service account)."""

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    account = models.SlugField(max_length=64, unique=True, help_text="The original id, such as gh_1a2b3c4d5e6f.")
    token = models.CharField(max_length=255, help_text="Sealed; signs what WeChat sends.")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand"], condition=Q(is_active=True), name="one_active_wechat_account_per_brand"
            )
        ]

    def __str__(self) -> str:
        return self.account


class WechatContact(models.Model):
    """One follower. ``changed_at`` is of the newest follow or unfollow, so that what comes late changes nothing."""

    account = models.ForeignKey(WechatAccount, on_delete=models.PROTECT, related_name="contacts")
    contact_hash = models.CharField(max_length=64, help_text="HMAC-SHA-256 of the openid.")
    is_following = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    wrote_at = models.DateTimeField(null=True, blank=True, help_text="Opens the window of 48 hours.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "contact_hash"], name="one_wechat_contact_per_account")
        ]


class WechatSubscription(models.Model):
    """That a follower asked for a template: each yes allows one message, until it is used or taken back."""

    contact = models.ForeignKey(WechatContact, on_delete=models.CASCADE, related_name="subscriptions")
    template = models.CharField(max_length=80)
    given = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "template"], name="one_wechat_subscription_per_template"),
            models.CheckConstraint(condition=Q(used__lte=F("given")), name="no_wechat_template_beyond_what_was_given"),
        ]
