"""The words to show when consent is asked."""

from consent.models import Notice


def notice_for(purpose: str, language: str) -> Notice | None:
    """The newest text of a purpose in this language, else its base language, else English."""
    wanted = [language.lower(), language.lower().split("-")[0], "en"]
    found: dict[str, Notice] = {}
    for notice in Notice.objects.filter(purpose__code=purpose, language__in=wanted).order_by("version"):
        found[notice.language] = notice
    return next((found[each] for each in wanted if each in found), None)
