"""Filters of the shop's and the app's templates."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from clienteling.storefront import words
from clienteling.storefront.events import product_properties
from clienteling.storefront.money import written_price

register = template.Library()


@register.filter
def price(amount: str | None, currency: str) -> str:
    return written_price(amount, currency)


@register.filter
def as_json(value: Any) -> str:
    """JSON for a data attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False)


@register.simple_tag
def clicked(product: dict[str, Any], list_id: str, position: int) -> str:
    """The properties of Product Clicked, as JSON for a data attribute."""
    return json.dumps({**product_properties(product), "list_id": list_id, "position": position}, ensure_ascii=False)


@register.filter
def moment(value: str | None) -> datetime | None:
    """The time that the interface wrote, for the ``date`` filter."""
    return parse_datetime(value) if value else None


@register.filter
def day_written(value: str | None, form: str) -> str:
    """The day of a time that the interface wrote. Only English begins a month with a capital."""
    at = moment(value)
    if at is None:
        return ""
    written = date_format(localtime(at), form)
    return written if (get_language() or "en").startswith("en") else written.lower()


@register.filter
def worded(code: str) -> str:
    """A colour's or a material's word."""
    return words.worded(code)
