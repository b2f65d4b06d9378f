"""What a drawing is given: tones, metal, material, and a chance of its own."""

from dataclasses import dataclass
from random import Random

from clienteling.demo.pictures.palette import COLOURS, METALS, UNKNOWN_COLOUR, Tones, paper_for, tones_of
from clienteling.demo.pictures.pen import path

WIDTH, HEIGHT = 400, 500
MIDDLE, TABLE = 200, 396


@dataclass(frozen=True)
class Still:
    """``tones`` of the object, ``metal`` of its hardware (of the piece itself, for a jewel)."""

    colour: str
    material: str
    tones: Tones
    metal: Tones
    wall: str
    table: str
    rng: Random

    def vary(self, middle: float, part: float = 0.06) -> float:
        """About ``middle``: pieces of one form are sisters, not copies."""
        return middle * (1 + self.rng.uniform(-part, part))

    def skin(self, d: str) -> str:
        """The surface of a material over an outline: a grain, a nap, a weave; nothing on smooth leather."""
        textured = {"grained-calfskin": "grain", "suede": "nap", "wool": "weave", "cashmere": "nap", "cotton": "weave"}
        name = textured.get(self.material)
        return path(d, f"url(#{name})") if name else ""

    @property
    def stitch(self) -> str:
        return self.tones.shine

    @property
    def is_matt(self) -> bool:
        return self.material in ("suede", "cashmere", "wool", "cotton", "porcelain")


def still_of(colour: str, material: str, seed: int) -> Still:
    """The still life's givens; an unknown colour becomes a warm grey, an unknown metal brass."""
    value = COLOURS.get(colour, UNKNOWN_COLOUR)
    rng = Random(f"{seed}/picture")
    hardware = material if material in METALS else ("white-gold" if rng.random() < 0.25 else "brass")
    wall, table = paper_for(value)
    return Still(
        colour=colour,
        material=material,
        tones=tones_of(value),
        metal=tones_of(METALS[hardware]),
        wall=wall,
        table=table,
        rng=rng,
    )


def textures(still: Still) -> str:
    """The patterns that ``skin`` refers to, in tones of this still life; only the one that is used."""
    deep, shine = still.tones.deep, still.tones.shine
    patterns = {
        "grained-calfskin": f'<pattern id="grain" width="9" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(14)"><path d="M1 2q2 -1.6 4 0M5 6q2 -1.6 4 0M0 6.6q1 -.8 2 0" stroke="{deep}" '
        f'stroke-width=".7" fill="none" opacity=".38"/><path d="M1.4 3.2q1.6 -1 3.2 0M5.4 7.2q1.6 -1 3.2 0" '
        f'stroke="{shine}" stroke-width=".5" fill="none" opacity=".28"/></pattern>',
        "suede": _nap(deep, shine),
        "cashmere": _nap(deep, shine),
        "wool": _weave(deep),
        "cotton": _weave(deep),
    }
    return patterns.get(still.material, "")


def _nap(deep: str, shine: str) -> str:
    return (
        '<pattern id="nap" width="11" height="11" patternUnits="userSpaceOnUse" patternTransform="rotate(31)">'
        f'<path d="M1 1l1.4 .7M6 3l1.5 .4M3 7l1.4 .8M9 8.5l1.3 .5M8 .6l1 .6" stroke="{deep}" stroke-width=".6" '
        f'opacity=".3"/><path d="M4 2l1 .6M1 5l1.2 .4M7 6l1.2 .6M4.6 9.8l1 .4" stroke="{shine}" stroke-width=".6" '
        'opacity=".4"/></pattern>'
    )


def _weave(deep: str) -> str:
    return (
        '<pattern id="weave" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(42)">'
        f'<path d="M0 1.5h6M0 4.5h6" stroke="{deep}" stroke-width=".7" opacity=".2"/></pattern>'
    )
