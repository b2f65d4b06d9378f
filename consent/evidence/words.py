"""What is said of each decision of a chain, the same on the page and in the file."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info

from consent.models import Decision, Notice, Purpose
from consent.queries.lineage import purposes_above

_MOMENT = "j F Y, H:i:s"
# As a person writes them, where the code with capitals is not that.
_METHODS = {"web_form": "Web form", "boutique_tablet": "Boutique tablet", "one_click": "One click", "api": "API"}
_CHANNELS = {
    "email": "e-mail", "phone": "telephone", "sms": "SMS", "whatsapp": "WhatsApp", "wechat": "WeChat", "line": "LINE",
    "push": "app",
}  # fmt: skip


def said_when(decision: Decision) -> str:
    """In the reader's time zone, with its distance from UTC: ``22 November 2026, 14:05:09 +01:00``."""
    local = timezone.localtime(decision.captured_at)
    return f"{date_format(local, _MOMENT)} {date_format(local, 'O')[:3]}:{date_format(local, 'O')[3:]}"


def said_how(decision: Decision) -> str:
    """How, where and by whom, and the number under which the ledger keeps it."""
    parts = [_METHODS.get(decision.method) or decision.get_method_display()]
    if decision.origin:
        parts.append(decision.origin)
    if decision.actor:
        parts.append(f"by {decision.actor}")
    if decision.confirms_id:
        parts.append(f"confirms number {decision.confirms_id}")
    if decision.valid_to:
        parts.append(f"until {date_format(timezone.localtime(decision.valid_to), 'j F Y')}")
    kept = date_format(timezone.localtime(decision.recorded_at), _MOMENT)
    return f"{', '.join(parts)} · number {decision.pk}, kept {kept}"


def said_about(decision: Decision) -> str:
    """What it is about: ``News › Invitations · e-mail``; without a channel where it is about the person."""
    channel = _CHANNELS.get(decision.channel, decision.channel)
    return " · ".join(filter(None, (path_of(decision.purpose), channel)))


def path_of(purpose: Purpose) -> str:
    """Where it stands in the tree of purposes, the root first: ``News › Invitations``."""
    return " › ".join(each.name for each in (*reversed(purposes_above(purpose)), purpose))


def said_of(notice: Notice) -> str:
    """``Version 2, French``; the code of a language that has no known name."""
    try:
        language = get_language_info(notice.language)["name"]
    except KeyError:
        language = notice.language
    return f"Version {notice.version}, {language}"
