"""From forms and words to products: codes, names and descriptions in four languages, variants, prices."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from clienteling.demo.catalogue.forms import FORMS, Form
from clienteling.demo.catalogue.words import COLOURS, LANGUAGES, MATERIALS

# What one euro is in a boutique, and the step that a price of the house ends on.
RATES = {
    "EUR": (Decimal(1), 10),
    "GBP": (Decimal("0.89"), 10),
    "JPY": (Decimal(172), 1000),
    "CNY": (Decimal("8.3"), 50),
}

DESCRIPTIONS = {
    "en": "{noun} of the {line} line, in {material}, {colour}. {close}",
    "fr": "{noun} de la ligne {line}, en {material}, {colour}. {close}",
    "it": "{noun} della linea {line}, in {material}, {colour}. {close}",
    "zh-hans": "{line} 系列{noun}，{material}，{colour}。{close}",
}
CLOSES = {
    "leather": ("Cut and stitched by one pair of hands.", "Coupé et cousu par une seule paire de mains.",
                "Tagliato e cucito da un solo paio di mani.", "由同一双手裁剪与缝制。"),
    "textile": ("Hemmed by hand in the house's own workshop.", "Ourlé main dans l'atelier de la maison.",
                "Orlato a mano nel laboratorio della maison.", "于品牌自有工坊手工卷边。"),
    "metal": ("Finished at the bench, and made to be worn every day.", "Achevé à l'établi, pour être porté chaque jour.",
              "Rifinito al banco, per essere portato ogni giorno.", "由工匠于工作台完成，适合日日佩戴。"),
    "home": ("Made in small numbers, to be kept for long.", "Fait en petit nombre, pour être gardé longtemps.",
             "Prodotto in pochi esemplari, per durare a lungo.", "少量制作，历久常伴。"),
}  # fmt: skip
CLOSE_OF_MATERIAL = {
    "calfskin": "leather", "grained-calfskin": "leather", "suede": "leather",
    "silk": "textile", "cashmere": "textile", "wool": "textile", "cotton": "textile",
    "gold": "metal", "rose-gold": "metal", "white-gold": "metal", "steel": "metal",
}  # fmt: skip


@dataclass(frozen=True)
class Article:
    """A product before it is written. ``sizes`` has one label per variant, ``prices`` euros per variant."""

    brand: str
    number: int
    code: str
    form: Form
    line: str
    material: str
    colour: str
    names: dict[str, str]
    descriptions: dict[str, str]
    tags: tuple[str, ...]
    prices: tuple[Decimal, ...]
    seed: int

    def sku(self, position: int) -> str:
        """Such as AU1042-90; unique over both houses."""
        size = re.sub(r"[^0-9A-Z]", "", self.form.sizes[position].upper())
        return f"{self.brand[:2]}{1000 + self.number}" + (f"-{size}" if size else "")


def compose_articles(brand: str, rng: Random) -> list[Article]:
    """Every article of one house: each form in each of its lines, in some of its colours."""
    articles: list[Article] = []
    for form in FORMS[brand]:
        for line in form.lines:
            base = _round_price(Decimal(rng.randint(*form.price)), 10)
            for colour in rng.sample(form.colours, min(form.colours_each, len(form.colours))):
                articles.append(_article(brand, len(articles) + 1, form, line, colour, base, rng))
    return articles


def price_in(currency: str, euros: Decimal) -> Decimal:
    """The price in a currency, on the step where the house's prices end."""
    rate, step = RATES[currency]
    return _round_price(euros * rate, step)


def _article(brand: str, number: int, form: Form, line: str, colour: str, base: Decimal, rng: Random) -> Article:
    material = rng.choice(form.materials)
    prices = tuple(_round_price(base * (1 + Decimal("0.22") * position), 10) for position in range(len(form.sizes)))
    # Sizes of a ring or a belt cost the same; a larger bottle, bag or square costs more.
    if len(form.sizes) > 2:
        prices = (base,) * len(form.sizes)
    return Article(
        brand=brand,
        number=number,
        code=_slug(f"{line} {form.drawing} {colour}"),
        form=form,
        line=line,
        material=material,
        colour=colour,
        names=_names(form, line, material, colour),
        descriptions=_descriptions(form, line, material, colour),
        tags=_tags(form, rng),
        prices=prices,
        seed=rng.randrange(1_000_000),
    )


def _tags(form: Form, rng: Random) -> tuple[str, ...]:
    tags = ["gift"] if form.is_gift else []
    if rng.random() < 0.15:
        tags.append("new")
    if form.drawing in ("clutch", "solitaire", "necklace", "drops"):
        tags.append("evening")
    return tuple(tags)


def _names(form: Form, line: str, material: str, colour: str) -> dict[str, str]:
    en, fr, it, zh = form.nouns
    if form.category == "jewellery":
        metal, stone = MATERIALS[material], COLOURS[colour]
        return {
            "en": f"{line} {en}, {metal['en']} and {stone['en']}",
            "fr": f"{_first_upper(fr)} {line}, {metal['fr']} et {stone['fr']}",
            "it": f"{_first_upper(it)} {line}, {metal['it']} e {stone['it']}",
            "zh-hans": f"{line} {metal['zh-hans']}{stone['zh-hans']}{zh}",
        }
    if form.is_used_up:
        return {"en": f"{line} {en}", "fr": f"{_first_upper(fr)} {line}", "it": f"{_first_upper(it)} {line}",
                "zh-hans": f"{line} {zh}"} if form.colours_each == 1 else _coloured(form, line, colour)  # fmt: skip
    return _coloured(form, line, colour)


def _coloured(form: Form, line: str, colour: str) -> dict[str, str]:
    en, fr, it, zh = form.nouns
    words = COLOURS[colour]
    return {
        "en": f"{line} {en}, {words['en']}",
        "fr": f"{_first_upper(fr)} {line}, {words['fr']}",
        "it": f"{_first_upper(it)} {line}, {words['it']}",
        "zh-hans": f"{line} {zh}，{words['zh-hans']}",
    }


def _descriptions(form: Form, line: str, material: str, colour: str) -> dict[str, str]:
    closes = CLOSES[CLOSE_OF_MATERIAL.get(material, "home")]
    return {
        language: _first_upper(
            DESCRIPTIONS[language].format(
                noun=form.nouns[index],
                line=line,
                material=MATERIALS[material][language],
                colour=COLOURS[colour][language],
                close=closes[index],
            )
        )
        for index, language in enumerate(LANGUAGES)
    }


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _round_price(amount: Decimal, step: int) -> Decimal:
    return max(Decimal(step), (amount / step).quantize(Decimal(1)) * step)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
