"""The language that a client is written to in."""

from django.conf import settings

from crm.models import Brand, Client


def language_of(client: Client, brand: Brand) -> str:
    """The client's language where messages exist in it, else the brand's, else English."""
    for wanted in (client.language, brand.language):
        if known := _known_language(wanted):
            return known
    return "en"


def _known_language(wanted: str) -> str:
    codes = [code for code, _ in settings.LANGUAGES]
    folded = wanted.lower().replace("_", "-")
    if folded.startswith("zh"):
        return "zh-hans"
    return next((code for code in (folded, folded.split("-")[0]) if code in codes), "")
