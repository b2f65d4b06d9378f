"""Moments and channels in words, for templates."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from clienteling.queries import words

register = template.Library()
register.filter("channel_name", words.channel_name)
register.filter("day_in_words", words.day_in_words)


@register.filter
def moment(at: datetime, today: date) -> str:
    """``Today, 14:05`` on the day itself; then the day alone."""
    local = timezone.localtime(at)
    day = words.day_in_words(local.date(), today)
    return f"Today, {local:%H:%M}" if day == "today" else day[:1].upper() + day[1:]
