"""The language that a client is written to in."""

from django.conf import settings

from crm.models import Brand, Client


def language_of(client: Client, brand: Brand) -> str:
    """The client's language where messages exist in it, else the brand's, else English."""
    return language_among(client.language, brand.language)


def language_among(*wanted: str) -> str:
    """The first of these in which messages exist, else English."""
    return next((known for each in wanted if (known := _known_language(each))), "en")


def _known_language(wanted: str) -> str:
    codes = [code for code, _ in settings.LANGUAGES]
    folded = wanted.lower().replace("_", "-")
    if folded.startswith("zh"):
        return "zh-hans"
    return next((code for code in (folded, folded.split("-")[0]) if code in codes), "")
