"""Colours of the still lifes: every colour in the few flat tones that light makes of it."""

from dataclasses import dataclass

SHADE, GLOW = "#1E1310", "#FFF3E2"
PAPER, TABLE_SHADE = "#F5F0E8", "#3B2A1C"

COLOURS = {
    "cassis": "#7A2836", "amber": "#B8652F", "chestnut": "#7C4A2D", "black": "#2E2A29", "ink": "#2C3B55",
    "chalk": "#E2DACC", "sage": "#8B9A80", "olive": "#6A6840", "powder": "#D3A99B", "slate": "#666D73",
    "honey": "#C99A50", "coral": "#CB6651", "petrol": "#2B5E66", "ivory": "#EDE4D2",
    "diamond": "#DCE8EA", "onyx": "#26262A", "opal": "#D5DEDC", "malachite": "#1F6F57", "carnelian": "#B4462C",
    "sapphire": "#2F4C8C", "pearl": "#EFE7DC",
}  # fmt: skip
METALS = {
    "gold": "#C79F4F",
    "rose-gold": "#C98F74",
    "white-gold": "#B9B7B2",
    "steel": "#A3A7AA",
    "brass": "#BE9A56",
}
UNKNOWN_COLOUR = "#9A8F82"


@dataclass(frozen=True)
class Tones:
    """One colour as light finds it, from ``deep`` (folds, edges) to ``shine`` (where the light falls)."""

    deep: str
    dark: str
    base: str
    light: str
    shine: str


def tones_of(colour: str) -> Tones:
    """The five tones of a colour ``#RRGGBB``; pale colours are shaded less, dark ones lit less."""
    pale = luminance(colour)
    return Tones(
        deep=mix(colour, SHADE, 0.50 - 0.16 * pale),
        dark=mix(colour, SHADE, 0.26 - 0.13 * pale),
        base=colour,
        light=mix(colour, GLOW, 0.10 + 0.24 * pale),
        shine=mix(colour, GLOW, 0.26 + 0.40 * pale),
    )


def paper_for(colour: str) -> tuple[str, str]:
    """Wall and table behind an object of this colour: paper, with a breath of the colour."""
    # A pale object needs a paper somewhat darker than itself to stand out against.
    ground = mix(PAPER, "#B9A78F", 0.34) if luminance(colour) > 0.72 else PAPER
    wall = mix(ground, colour, 0.055)
    return wall, mix(wall, "#8A7258", 0.10)


def mix(one: str, other: str, part: float) -> str:
    """``one`` with ``part`` (0 to 1) of ``other`` in it."""
    channels = (round(a + (b - a) * part) for a, b in zip(_rgb(one), _rgb(other), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def luminance(colour: str) -> float:
    """Perceived lightness, 0 to 1 (Rec. 709 weights on gamma-coded values, enough to choose a tone by)."""
    red, green, blue = _rgb(colour)
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
