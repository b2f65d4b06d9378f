"""After SECRET_KEY was changed: what was sealed under a former key is sealed under the new one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, Q

from clienteling.lib.sealed_factors import SEALED_FOR as FACTOR
from clienteling.lib.sealed_factors import is_sealed
from clienteling.lib.sealing import SealError, seal, sealed_anew
from consent.actions.wechat import SEALED_FOR as WECHAT
from consent.models import HandedIn, WechatAccount
from consent.rights.handed_in import SEALED_FOR as HANDED_IN
from crm.actions.destinations import SEALED_FOR as WEBHOOK
from crm.models import Destination, RecipientNotice
from crm.rights.recipients import SEALED_FOR as RECIPIENT


@dataclass(frozen=True)
class SealedFields:
    """Fields of a model that hold what ``seal(purpose, ...)`` wrote, or nothing."""

    name: str
    model: type[Model]
    purpose: str
    fields: tuple[str, ...]


# Second factors besides, which lie inside of JSON. What is sealed into a link or for a message of a day is not here:
# it ends before a former key is taken away (tests/test_sealed_fields.py).
SEALED = (
    SealedFields("destination", Destination, WEBHOOK, ("secret", "former_secret")),
    SealedFields("WeChat account", WechatAccount, WECHAT, ("token",)),
    SealedFields("request handed in", HandedIn, HANDED_IN, ("sealed_name",)),
    SealedFields("message to a recipient", RecipientNotice, RECIPIENT, ("sealed_uid",)),
)


@dataclass
class Resealed:
    """``changed``: rows that were written. ``unreadable``: names of rows that no known key opens."""

    changed: int = 0
    unreadable: list[str] = field(default_factory=list)


def reseal_secrets() -> Resealed:
    """Every sealed secret. May be stopped and begun again; a row that somebody changes meanwhile is let be."""
    result = Resealed()
    for each in SEALED:
        for row in _rows(each):
            _try(result, f"{each.name} {row.pk}", partial(_reseal, each, row))
    for factor in Authenticator.objects.order_by("pk").iterator(chunk_size=500):
        _try(result, f"second factor {factor.pk}", partial(_reseal_factor, factor))
    return result


def _rows(sealed: SealedFields) -> Iterator[Model]:
    is_any = Q()
    for name in sealed.fields:
        is_any |= ~Q(**{name: ""})
    return sealed.model._default_manager.filter(is_any).order_by("pk").iterator(chunk_size=500)


def _try(result: Resealed, name: str, reseal: Callable[[], int]) -> None:
    try:
        result.changed += reseal()
    except SealError:
        result.unreadable.append(name)


def _reseal(sealed: SealedFields, row: Model) -> int:
    former = {name: kept for name in sealed.fields if (kept := getattr(row, name))}
    anew = {name: sealed_anew(sealed.purpose, kept) for name, kept in former.items()}
    # Only where it is still what was read: a secret that was rotated meanwhile is under the new key already.
    held = sealed.model._default_manager.filter(pk=row.pk, **former)
    return held.update(**anew) if anew != former else 0


def _reseal_factor(row: Authenticator) -> int:
    anew = {**row.data, **dict(_secrets_of(row.data))}
    return Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=anew) if anew != row.data else 0


def _secrets_of(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("secret", "seed"):
        if name in data:
            kept = data[name]
            yield name, sealed_anew(FACTOR, kept) if is_sealed(kept) else seal(FACTOR, kept.encode())
