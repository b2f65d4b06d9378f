"""Whether WeChat itself lets the house write to somebody: it asks for more than a consent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from consent.models import WechatContact, WechatSubscription

if TYPE_CHECKING:
    from crm.models import Brand

# After the follower's own message an account may answer for so long (WeChat, customer service messages).
WINDOW = timedelta(hours=48)


def wechat_obstacle(hashes: Sequence[str], *, brand: "Brand", at: datetime) -> str:
    """Empty where the house may write now; ``not_following``; ``window_closed`` where the follower did not write
    within 48 hours, and asked for no template that is left. One statement."""
    asked = WechatSubscription.objects.filter(contact=OuterRef("pk"), used__lt=F("given"))
    contact = (
        WechatContact.objects.filter(account__brand=brand, account__is_active=True, contact_hash__in=hashes)
        .annotate(is_open=Q(wrote_at__gt=at - WINDOW, wrote_at__isnull=False) | Q(Exists(asked)))
        .values_list("is_following", "is_open")
        .first()
    )
    if contact is None or not contact[0]:
        return "not_following"
    return "" if contact[1] else "window_closed"
