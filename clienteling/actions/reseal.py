"""After SECRET_KEY was changed: what was sealed under a former key is sealed under the new one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator

from clienteling.lib.sealed_factors import SEALED_FOR as FACTOR
from clienteling.lib.sealed_factors import is_sealed
from clienteling.lib.sealing import SealError, seal, sealed_anew
from consent.actions.wechat import SEALED_FOR as WECHAT
from consent.models import WechatAccount
from crm.actions.destinations import SEALED_FOR as WEBHOOK
from crm.models import Destination


@dataclass
class Resealed:
    """``changed``: rows that were written. ``unreadable``: names of rows that no known key opens."""

    changed: int = 0
    unreadable: list[str] = field(default_factory=list)


def reseal_secrets() -> Resealed:
    """Every sealed secret. May be stopped and begun again; a row that somebody changes meanwhile is let be."""
    result = Resealed()
    for destination in Destination.objects.order_by("pk").iterator(chunk_size=500):
        _try(result, f"destination {destination.pk}", _reseal_destination, destination)
    for factor in Authenticator.objects.order_by("pk").iterator(chunk_size=500):
        _try(result, f"second factor {factor.pk}", _reseal_factor, factor)
    for account in WechatAccount.objects.exclude(token="").order_by("pk").iterator(chunk_size=500):
        _try(result, f"WeChat account {account.pk}", _reseal_wechat, account)
    return result


def _reseal_wechat(row: WechatAccount) -> int:
    anew = sealed_anew(WECHAT, row.token)
    return WechatAccount.objects.filter(pk=row.pk, token=row.token).update(token=anew) if anew != row.token else 0


def _try(result: Resealed, name: str, reseal: Any, row: Any) -> None:
    try:
        result.changed += reseal(row)
    except SealError:
        result.unreadable.append(name)


def _reseal_destination(row: Destination) -> int:
    former = {name: getattr(row, name) for name in ("secret", "former_secret") if getattr(row, name)}
    anew = {name: sealed_anew(WEBHOOK, sealed) for name, sealed in former.items()}
    # Only where it is still what was read: a secret that was rotated meanwhile is under the new key already.
    return Destination.objects.filter(pk=row.pk, **former).update(**anew) if anew != former else 0


def _reseal_factor(row: Authenticator) -> int:
    anew = {**row.data, **dict(_secrets_of(row.data))}
    return Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=anew) if anew != row.data else 0


def _secrets_of(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("secret", "seed"):
        if name in data:
            kept = data[name]
            yield name, sealed_anew(FACTOR, kept) if is_sealed(kept) else seal(FACTOR, kept.encode())
