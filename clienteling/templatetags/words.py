"""Moments and channels in words, for templates."""

from datetime import date, datetime

import phonenumbers
from django import template
from django.conf.locale import LANG_INFO
from django.utils import timezone

from clienteling.lib.devices import device_in_words
from clienteling.queries import words
from clienteling.queries.words_of_steps import said_of_step
from consent.evidence.words import said_about, said_how, said_of, said_when

register = template.Library()
register.filter("channel_name", words.channel_name)
register.filter("channel_in_sentence", words.channel_in_sentence)
register.filter("deed", words.deed)
register.filter("device", device_in_words)
register.filter("day_in_words", words.day_in_words)
register.filter("said_when", said_when)
register.filter("said_about", said_about)
register.filter("said_how", said_how)
register.filter("said_of", said_of)
register.filter("said_of_step", said_of_step)


@register.filter
def moment(at: datetime, today: date) -> str:
    """``Today, 14:05`` on the day itself; then the day alone."""
    local = timezone.localtime(at)
    day = words.day_in_words(local.date(), today)
    return f"Today, {local:%H:%M}" if day == "today" else day[:1].upper() + day[1:]


@register.filter
def pronoun(salutation: str) -> str:
    return words.pronoun(salutation)


@register.filter
def month_day(value: str) -> str:
    """``12-09`` as ``9 December``; what is no date stays as it was written."""
    try:
        day = date.fromisoformat(f"2000-{value}")
    except ValueError:
        return value
    return f"{day.day} {day:%B}"


LANGUAGES = {"en": "English", "fr": "French", "it": "Italian", "zh-hans": "Chinese", "de": "German", "ja": "Japanese"}


@register.filter
def language_name(code: str) -> str:
    """``ru-RU`` as ``Russian``; the code of a language that has no known name."""
    base = code.lower().split("-", maxsplit=1)[0]
    known = LANGUAGES.get(code.lower()) or LANGUAGES.get(base)
    return known or str(LANG_INFO.get(base, {}).get("name", code))


NAMESPACES = {
    "email": "E-mail",
    "phone": "Telephone",
    "loyalty": "Loyalty card",
    "card": "Card",
    "line": "LINE",
    "wechat_openid": "WeChat",
    "wechat_unionid": "WeChat union",
    "crm": "Customer number",
    "app": "App account",
    "anonymous": "Visitor",
    "device": "Device",
}


@register.filter
def telephone(number: str) -> str:
    """``+33639980003`` as it is read aloud, ``+33 6 39 98 00 03``; what is no number stays as it was written."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


@register.filter
def namespace_name(code: str) -> str:
    return NAMESPACES.get(code, code)


@register.filter
def namespace_in_sentence(code: str) -> str:
    """The same inside a sentence: only proper names keep their capital."""
    name = namespace_name(code)
    return name if code in {"line", "wechat_openid", "wechat_unionid"} else name[:1].lower() + name[1:]


@register.filter
def listed(value: object) -> str:
    """A taste as a person says it: several values with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


SCORES = {"clv": "Lifetime value", "churn": "Likely to leave", "nbp": "Likely next", "rfm": "Recency and value"}


@register.filter
def score_name(model: str) -> str:
    return SCORES.get(model, model.replace("_", " ").capitalize())
