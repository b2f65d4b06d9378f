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
    "metal": ("Finished at the bench, and made to be worn every day.", "Achevé à l'établi, à porter chaque jour.",
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
class Design:
    """One form of one line, in a material and a colour."""

    form: Form
    line: str
    material: str
    colour: str


@dataclass(frozen=True)
class Article:
    """A product before it is written. ``prices`` are euros per size; ``reference`` begins its SKUs."""

    reference: str
    brand: str
    code: str
    design: Design
    names: dict[str, str]
    descriptions: dict[str, str]
    tags: tuple[str, ...]
    prices: tuple[Decimal, ...]
    seed: int

    def sku(self, position: int) -> str:
        """Such as AU1042-90; unique over both houses."""
        size = re.sub(r"[^0-9A-Z]", "", self.form.sizes[position].upper())
        return f"{self.reference}-{size}" if size else self.reference

    @property
    def form(self) -> Form:
        return self.design.form


def compose_articles(brand: str, rng: Random) -> list[Article]:
    """Every article of one house: each form in each of its lines, in some of its colours."""
    articles: list[Article] = []
    for form in FORMS[brand]:
        for line in form.lines:
            base = _round_price(Decimal(rng.randint(*form.price)), 10)
            for colour in rng.sample(form.colours, min(form.colours_each, len(form.colours))):
                design = Design(form, line, rng.choice(form.materials), colour)
                articles.append(_article(f"{brand[:2]}{1001 + len(articles)}", brand, design, base, rng))
    return articles


def price_in(currency: str, euros: Decimal) -> Decimal:
    """The price in a currency, on the step where the house's prices end."""
    rate, step = RATES[currency]
    return _round_price(euros * rate, step)


def _article(reference: str, brand: str, design: Design, base: Decimal, rng: Random) -> Article:
    return Article(
        reference=reference,
        brand=brand,
        code=_slug(f"{design.line} {design.form.drawing} {design.colour}"),
        design=design,
        names=_names(design),
        descriptions=_descriptions(design),
        tags=_tags(design.form, rng),
        prices=_prices(design.form, base),
        seed=rng.randrange(1_000_000),
    )


def _prices(form: Form, base: Decimal) -> tuple[Decimal, ...]:
    """Sizes of a ring or a belt cost the same; a larger bottle, bag or square costs more."""
    if len(form.sizes) > 2:
        return (base,) * len(form.sizes)
    return tuple(_round_price(base * (1 + Decimal("0.22") * position), 10) for position in range(len(form.sizes)))


def _tags(form: Form, rng: Random) -> tuple[str, ...]:
    tags = ["gift"] if form.is_gift else []
    if rng.random() < 0.15:
        tags.append("new")
    if form.drawing in ("clutch", "solitaire", "necklace", "drops"):
        tags.append("evening")
    return tuple(tags)


def _names(design: Design) -> dict[str, str]:
    en, fr, it, zh = design.form.nouns
    line, metal, colour = design.line, MATERIALS[design.material], COLOURS[design.colour]
    french, italian = f"{_first_upper(fr)} {line}", f"{_first_upper(it)} {line}"
    if design.form.category == "jewellery":
        return {
            "en": f"{line} {en}, {metal['en']} and {colour['en']}",
            "fr": f"{french}, {metal['fr']} et {colour['fr']}",
            "it": f"{italian}, {metal['it']} e {colour['it']}",
            "zh-hans": f"{line} {metal['zh-hans']}{colour['zh-hans']}{zh}",
        }
    if design.form.colours_each == 1:
        return {"en": f"{line} {en}", "fr": french, "it": italian, "zh-hans": f"{line} {zh}"}
    return {
        "en": f"{line} {en}, {colour['en']}",
        "fr": f"{french}, {colour['fr']}",
        "it": f"{italian}, {colour['it']}",
        "zh-hans": f"{line} {zh}，{colour['zh-hans']}",
    }


def _descriptions(design: Design) -> dict[str, str]:
    closes = CLOSES[CLOSE_OF_MATERIAL.get(design.material, "home")]
    return {
        language: _first_upper(
            DESCRIPTIONS[language].format(
                noun=design.form.nouns[index],
                line=design.line,
                material=MATERIALS[design.material][language],
                colour=COLOURS[design.colour][language],
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
