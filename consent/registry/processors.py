"""Providers and storages of the house, as the records of processing name them (GDPR Art. 30(1)(d))."""

from collections.abc import Iterator

from django.conf import settings

from consent.models import Processor, Purpose
from consent.registry.activities import ACTIVITIES
from consent.registry.recipients import Recipient
from consent.residency.regions import home_region

CHANNELS = {"email", "sms", "whatsapp", "wechat", "line", "push"}


def processors() -> Iterator[Recipient]:
    """Those in use: a channel's for the purposes that may use it, a storage for all. Two statements.

    Where no provider of e-mail is listed, the mail server of the settings carries it, in the house's own region.
    """
    channels = dict(Purpose.objects.order_by("code").values_list("code", "channels"))
    found = list(Processor.objects.filter(is_active=True).order_by("pk"))
    for each in found:
        yield Recipient(
            each.name, f"Provider of {each.get_kind_display()}", _told(each.kind), _purposes(each.kind, channels),
            each.get_region_display(),
        )  # fmt: skip
    if not any(each.kind == Processor.Kind.EMAIL for each in found):
        yield Recipient(
            settings.EMAIL_HOST, "Mail server", _told("email"), _purposes("email", channels), home_region().label
        )


def _told(kind: str) -> str:
    return "Address and message" if kind in CHANNELS else "What is stored there"


def _purposes(kind: str, channels: dict[str, list[str]]) -> tuple[str, ...]:
    if kind in CHANNELS:
        return tuple(code for code, used in channels.items() if kind in used)
    return (*channels, *(each.code for each in ACTIVITIES))
