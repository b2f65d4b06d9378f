"""The reason of a recommendation as one line, in the client's language."""

from collections.abc import Mapping
from typing import Any

from crm.intelligence.recommendation import Recommendation
from crm.models import Product

REASONS: dict[str, dict[str, str]] = {
    "similar": {
        "en": "Close to {name} in kind and price",
        "fr": "Proche de {name} par son esprit et son prix",
        "it": "Vicino a {name} per genere e prezzo",
        "zh-hans": "与{name}款式相近，价位相当",
    },
    "similar_gift": {
        "en": "Also a gift, close to {name} in price",
        "fr": "À offrir aussi, d’un prix proche de {name}",
        "it": "Anche questo da regalare, a un prezzo vicino a {name}",
        "zh-hans": "同样适合作为礼物，价位与{name}相当",
    },
    "completes": {
        "en": "Completes {name}, chosen in {month} {year}",
        "fr": "Complète {name}, choisi en {month} {year}",
        "it": "Completa {name}, scelto a {month} {year}",
        "zh-hans": "可与您于{year}年{month}选购的{name}相配",
    },
    "bought_together": {
        "en": "Often chosen with {name}",
        "fr": "Souvent choisi avec {name}",
        "it": "Spesso scelto con {name}",
        "zh-hans": "常与{name}一同选购",
    },
    "seen": {
        "en": "Looked at recently",
        "fr": "Regardé récemment",
        "it": "Visto di recente",
        "zh-hans": "最近浏览过",
    },
    "loved": {
        "en": "Among the pieces most chosen this season",
        "fr": "Parmi les pièces les plus choisies cette saison",
        "it": "Tra gli articoli più scelti della stagione",
        "zh-hans": "本季备受青睐的款式之一",
    },
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "zh-hans": "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
}


def reason_text(recommendation: Recommendation, language: str) -> str:
    """The reason in en, fr, it or zh-hans; another language gets English."""
    return reason_line(recommendation.reason_code, recommendation.reason_args, language)


def reason_line(code: str, arguments: Mapping[str, Any], language: str) -> str:
    """The same from what was stored: a code and its plain arguments."""
    spoken = _spoken(language)
    values = dict(arguments)
    if "names" in values:
        values["name"] = _name(values.pop("names"), spoken)
    if "month" in values:
        values["month"] = _MONTHS[spoken].split()[int(values["month"]) - 1]
    return REASONS[code][spoken].format(**values)


def names_of(product: Product) -> dict[str, str]:
    """A product's names as an argument of a reason; its code where it has none."""
    return product.names or {"en": product.code}


def _spoken(language: str) -> str:
    wanted = language.lower()
    if wanted.startswith("zh"):
        return "zh-hans"
    return wanted.split("-")[0] if wanted.split("-")[0] in _MONTHS else "en"


def _name(names: Mapping[str, str], language: str) -> str:
    wanted = (language, language.partition("-")[0], "en")
    return next((names[each] for each in wanted if names.get(each)), next(iter(names.values())))
