"""What WeChat said of followers."""

from collections.abc import Sequence

from django.apps import apps
from django.db.models import Q

from consent.contact_hash import contact_hashes
from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose


def _hashes(client_ids: Sequence[int]) -> list[str]:
    """Of every openid that these clients ever had; only the hash is kept here."""
    theirs = apps.get_model("crm", "Identifier").objects.filter(client__in=list(client_ids), namespace="wechat_openid")
    return [each for value in theirs.values_list("value", flat=True) for each in contact_hashes("wechat", value)]


def _contacts(client_ids: Sequence[int]) -> Q:
    return Q(contact_hash__in=_hashes(client_ids))


def _subscriptions(client_ids: Sequence[int]) -> Q:
    return Q(contact__contact_hash__in=_hashes(client_ids))


WECHAT = (
    Table(model="consent.WechatAccount", plain=("id", "brand", "account", "token", "is_active")),
    Table(
        model="consent.WechatSubscription",
        whose=Whose.CLIENT,
        finder=_subscriptions,
        purposes=("service", "marketing"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"preferences": ("template", "given", "used", "changed_at")},
        plain=("id", "contact"),
    ),
    Table(
        model="consent.WechatContact",
        whose=Whose.CLIENT,
        finder=_contacts,
        purposes=("service", "marketing"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"preferences": ("contact_hash", "is_following", "changed_at", "wrote_at")},
        plain=("id", "account"),
    ),
)
