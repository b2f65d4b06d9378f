"""One door: a category or drawing, a colour, a material, a seed; an SVG document comes out."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from clienteling.demo.pictures import accessories, bags, interiors, jewels, small_leather, textiles, watches
from clienteling.demo.pictures.pen import group, polygon, rect
from clienteling.demo.pictures.still import HEIGHT, MIDDLE, TABLE, WIDTH, Still, still_of, textures
from clienteling.demo.pictures.wrapped import draw_wrapped


@dataclass(frozen=True)
class Drawing:
    """How a form is drawn. ``scale`` and ``lift`` (units) bring it to the middle; ``is_flat``: seen from above."""

    draw: Callable[[Still], list[str]]
    scale: float = 1.0
    lift: float = 0.0
    is_flat: bool = False


DRAWINGS = {
    "tote": Drawing(bags.draw_tote, 1.12, 34),
    "top_handle": Drawing(bags.draw_top_handle, 1.10, 44),
    "crossbody": Drawing(bags.draw_crossbody, 1.08, 20),
    "bucket": Drawing(bags.draw_bucket, 1.08, 20),
    "clutch": Drawing(bags.draw_clutch, 1.14, 76),
    "wallet": Drawing(small_leather.draw_wallet, 1.18, 66),
    "card_holder": Drawing(small_leather.draw_card_holder, 1.36, 50),
    "pouch": Drawing(small_leather.draw_pouch, 1.08, 74),
    "key_ring": Drawing(small_leather.draw_key_ring, 1.22, -16, is_flat=True),
    "notebook": Drawing(small_leather.draw_notebook, 1.08, 26),
    "jewel_case": Drawing(small_leather.draw_jewel_case, 1.12, 36),
    "carre": Drawing(textiles.draw_carre, 1.14, -14, is_flat=True),
    "twilly": Drawing(textiles.draw_twilly, 1.14, 10, is_flat=True),
    "stole": Drawing(textiles.draw_stole, 1.04, 0, is_flat=True),
    "throw": Drawing(textiles.draw_throw, 1.12, 60),
    "perfume": Drawing(interiors.draw_perfume, 1.06, 14),
    "candle": Drawing(interiors.draw_candle, 1.18, 40),
    "tray": Drawing(interiors.draw_tray, 1.10, 40, is_flat=True),
    "vase": Drawing(interiors.draw_vase, 1.02, 10),
    "belt": Drawing(accessories.draw_belt, 1.16, 56),
    "gloves": Drawing(accessories.draw_gloves, 1.12, 2, is_flat=True),
    "umbrella": Drawing(accessories.draw_umbrella, 1.02, 6),
    "hat": Drawing(accessories.draw_hat, 1.06, 60),
    "ring": Drawing(jewels.draw_ring, 1.18, 40),
    "solitaire": Drawing(jewels.draw_solitaire, 1.18, 40),
    "pendant": Drawing(jewels.draw_pendant, 1.10, 20, is_flat=True),
    "necklace": Drawing(jewels.draw_necklace, 1.14, -94, is_flat=True),
    "bangle": Drawing(jewels.draw_bangle, 1.18, 60),
    "bracelet": Drawing(jewels.draw_bracelet, 1.14, 0, is_flat=True),
    "studs": Drawing(jewels.draw_studs, 1.12, 30),
    "drops": Drawing(jewels.draw_drops, 1.1, -52, is_flat=True),
    "cufflinks": Drawing(jewels.draw_cufflinks, 1.1, 16, is_flat=True),
    "watch_round": Drawing(watches.draw_round_watch, 1.14, -50, is_flat=True),
    "watch_square": Drawing(watches.draw_square_watch, 1.14, -50, is_flat=True),
}
OF_CATEGORY = {
    "bags": ("tote", "top_handle", "crossbody", "bucket", "clutch"),
    "small-leather": ("wallet", "card_holder", "pouch", "key_ring", "notebook"),
    "scarves": ("carre", "twilly", "stole"),
    "fragrance": ("perfume",),
    "home": ("candle", "tray", "vase", "throw"),
    "accessories": ("belt", "gloves", "umbrella", "hat", "jewel_case"),
    "jewellery": ("ring", "solitaire", "pendant", "necklace", "bangle", "bracelet", "studs", "drops", "cufflinks"),
    "watches": ("watch_round", "watch_square"),
}


def picture_svg(category: str, colour: str, material: str, seed: int) -> str:
    """An SVG of 400 by 500 units. ``category`` is a drawing's name, or a category's code: the seed then chooses.

    The same arguments give the same bytes. Colour and material are codes of ``palette``; unknown ones become
    a warm grey and smooth. KeyError for a category that is neither.
    """
    still = still_of(colour, material, seed)
    return _document(still, drawing_for(category, seed))


def placeholder_svg() -> str:
    """The picture of what has none."""
    return _document(still_of("chestnut", "", 0), Drawing(draw_wrapped, 1.1, 40))


def is_drawable(category: str) -> bool:
    return category in DRAWINGS or category in OF_CATEGORY


def drawing_for(category: str, seed: int) -> Drawing:
    if category in DRAWINGS:
        return DRAWINGS[category]
    return DRAWINGS[Random(f"{seed}/drawing").choice(OF_CATEGORY[category])]


def _document(still: Still, drawing: Drawing) -> str:
    # Scaled about the point where the object stands, then lifted with its table.
    shift = f"translate({MIDDLE * (1 - drawing.scale):.2f} {TABLE * (1 - drawing.scale) - drawing.lift * 0.5:.2f})"
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
            f"<defs>{textures(still)}</defs>",
            *_ground(still, drawing),
            group(drawing.draw(still), f"{shift} scale({drawing.scale})"),
            "</svg>",
        )
    )


def _ground(still: Still, drawing: Drawing) -> list[str]:
    """A wall and a table; or, seen from above, one paper with the light of a window across it."""
    if drawing.is_flat:
        return [
            rect(0, 0, WIDTH, HEIGHT, still.wall),
            polygon([(0, 0), (WIDTH * 0.72, 0), (0, HEIGHT * 0.80)], "#FFFFFF", opacity=0.16),
        ]
    edge = TABLE - 64 - drawing.lift * 0.5
    return [rect(0, 0, WIDTH, HEIGHT, still.wall), rect(0, edge, WIDTH, HEIGHT - edge, still.table, opacity=0.55)]
