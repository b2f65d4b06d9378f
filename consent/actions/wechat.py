"""Keep what WeChat says of a follower, and use up what a follower asked for."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from clienteling.lib.sealing import seal
from consent.models import WechatAccount, WechatContact, WechatSubscription
from consent.rehashing.settle import settle_contacts
from consent.rehashing.tables import FOLLOWERS
from consent.wechat.callback import WechatEvent

SEALED_FOR = "wechat-token"


def set_wechat_token(account: WechatAccount, token: str) -> None:
    account.token = seal(SEALED_FOR, token.encode())
    account.save(update_fields=["token"])


@transaction.atomic
def heed_wechat_event(account: WechatAccount, event: WechatEvent) -> None:
    """Twice is as good as once, and what comes late changes nothing that is newer: WeChat sends again what was not
    answered within five seconds, in any order."""
    (hashed,) = settle_contacts([("wechat", event.openid)], tables=FOLLOWERS).values()
    WechatContact.objects.bulk_create([WechatContact(account=account, contact_hash=hashed)], ignore_conflicts=True)
    contact = WechatContact.objects.select_for_update().get(account=account, contact_hash=hashed)
    if event.kind in ("followed", "unfollowed"):
        _follow(contact, event.at, is_following=event.kind == "followed")
    elif event.kind == "wrote":
        older = Q(wrote_at=None) | Q(wrote_at__lt=event.at)
        WechatContact.objects.filter(older, pk=contact.pk).update(wrote_at=event.at)
    elif event.kind == "chose_templates":
        for template, state in sorted(event.templates.items()):
            _choose(contact, template, event.at, is_yes=state == "accept")


def use_wechat_subscription(contact: WechatContact, template: str) -> bool:
    """Take one of the messages that the follower asked for. False: there is none left."""
    left = WechatSubscription.objects.filter(contact=contact, template=template, used__lt=F("given"))
    return left.update(used=F("used") + 1) == 1


def _follow(contact: WechatContact, at: datetime, *, is_following: bool) -> None:
    older = Q(changed_at=None) | Q(changed_at__lt=at)
    WechatContact.objects.filter(older, pk=contact.pk).update(is_following=is_following, changed_at=at)


def _choose(contact: WechatContact, template: str, at: datetime, *, is_yes: bool) -> None:
    """A yes is one message more; a no takes back what was not used."""
    kept = WechatSubscription.objects.filter(contact=contact, template=template).first()
    if kept is None:
        WechatSubscription.objects.create(contact=contact, template=template, given=int(is_yes), changed_at=at)
    elif at > kept.changed_at:
        kept.given, kept.changed_at = (kept.given + 1 if is_yes else kept.used), at
        kept.save(update_fields=["given", "changed_at"])
