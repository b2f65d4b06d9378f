"""Whom the house knows by more than what anybody can tell it from outside, with the public key of a website."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q

from crm.models import Client, Identifier, Source

# By which somebody is written to; whoever reads there opens what a message links to.
ADDRESSES = frozenset({"email", "phone", "wechat_openid", "line"})


def is_known_from_elsewhere(client_ids: Collection[int]) -> bool:
    """Whether one of them bought, is known to a boutique, has an account, or has an identifier that no source of events
    told. One statement; none for nobody."""
    if not client_ids:
        return False
    told = Identifier.objects.filter(client=OuterRef("pk"), retracted_at=None)
    otherwise = told.exclude(source__in=Source.objects.values("code"))
    known = Q(purchases__isnull=False) | Q(relationships__boutique__isnull=False) | Q(account__isnull=False)
    return Client.objects.filter(known | Q(Exists(otherwise)), pk__in=client_ids).exists()
