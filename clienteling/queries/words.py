"""The words of channels and moments, as a person in the boutique would say them."""

from datetime import date

CHANNELS = {
    "email": "E-mail",
    "phone": "Telephone",
    "sms": "SMS",
    "whatsapp": "WhatsApp",
    "wechat": "WeChat",
    "line": "LINE",
    "push": "App",
    "app": "App",
    "web": "Web",
    "post": "Post",
    "boutique": "In the boutique",
}


def channel_name(code: str) -> str:
    return CHANNELS.get(code, code.replace("_", " ").capitalize())


def channel_in_sentence(code: str) -> str:
    """The same inside a sentence: only proper names keep their capital."""
    name = channel_name(code)
    return name.lower() if code in {"email", "phone", "post"} else name


def deed(action: str) -> str:
    """What an entry of the access log says was done, after the name of who did it: ``checked in``."""
    return "read" if action == "api_read" else action.replace("_", " ")


def day_in_words(day: date, today: date) -> str:
    """Today, yesterday, a weekday within the week, else the date; the year only when it is another."""
    days = (today - day).days
    if days in (0, 1, -1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    if 1 < days < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"


def days_in_words(days: int) -> str:
    """How long ago, in the unit that a person would choose."""
    if days in (0, 1):
        return "yesterday" if days else "today"
    if days < 60:
        return f"{days} days"
    months = round(days / 30.44)
    return f"{months} months" if months < 24 else f"{round(days / 365.25)} years"


HER = {"madame", "mademoiselle", "mrs", "ms", "miss", "signora", "signorina", "frau", "女士", "小姐"}
HIM = {"monsieur", "mr", "signor", "signore", "herr", "先生"}


def pronoun(salutation: str) -> str:
    """``her`` or ``him`` as the client is addressed; empty when the salutation does not say."""
    word = salutation.strip().rstrip(".").lower()
    return "her" if word in HER else "him" if word in HIM else ""


def action_in_words(verb: str, salutation: str) -> str:
    """``Write to her``, ``Thank him``; the verb alone where the pronoun is not known."""
    whom = pronoun(salutation)
    if not whom:
        return verb
    return f"{verb} to {whom}" if verb == "Write" else f"{verb} {whom}"
