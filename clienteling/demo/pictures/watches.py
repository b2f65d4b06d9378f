"""Wrist watches, seen from the front: a dial of the colour, a case of the metal, a strap."""

from clienteling.demo.pictures.palette import Tones, luminance, mix, tones_of
from clienteling.demo.pictures.pen import around, circle, clip, ellipse, line, path, polygon, rect, stitches
from clienteling.demo.pictures.still import MIDDLE, Still

CENTRE = 246
STRAPS = ("#2A2624", "#5B3A28", "#7A2836", "#2C3B55", "#8A8173")


def draw_round_watch(still: Still) -> list[str]:
    metal, r = still.metal, still.vary(84, 0.03)
    return [
        *_strap(still, 44, r),
        *_crown(metal, MIDDLE + r),
        circle(MIDDLE + 7, CENTRE + 10, r, "#3B2A1C", opacity=0.12),
        circle(MIDDLE, CENTRE, r, metal.dark),
        circle(MIDDLE - 0.8, CENTRE - 1, r - 1, metal.base),
        path(f"M{MIDDLE - r + 5:.1f} {CENTRE + 8} A{r - 5:.1f} {r - 5:.1f} 0 0 1 {MIDDLE - 12} {CENTRE - r + 6:.1f}", stroke=metal.shine,
             stroke_width=5, stroke_linecap="round"),
        circle(MIDDLE, CENTRE, r - 11, metal.deep),
        circle(MIDDLE, CENTRE, r - 12.5, still.tones.base),
        clip("dial", circle(MIDDLE, CENTRE, r - 12.5, "#000"), [
            polygon([(MIDDLE - r, CENTRE - r), (MIDDLE + r * 0.2, CENTRE - r), (MIDDLE - r, CENTRE + r * 0.5)], still.tones.light, opacity=0.5),
        ]),
        *_marks(still, r - 22, r - 22),
        *_small_seconds(still),
        *_hands(still, r - 12),
    ]  # fmt: skip


def draw_square_watch(still: Still) -> list[str]:
    metal = still.metal
    half, high = still.vary(70, 0.04), still.vary(82, 0.05)
    radius = still.rng.choice((8, 20))
    left, top = MIDDLE - half, CENTRE - high
    return [
        *_strap(still, 46, high),
        *_crown(metal, MIDDLE + half),
        rect(left + 7, top + 10, half * 2, high * 2, "#3B2A1C", radius, opacity=0.12),
        rect(left, top, half * 2, high * 2, metal.dark, radius),
        rect(left - 0.8, top - 1, half * 2 - 1, high * 2 - 1, metal.base, radius),
        rect(left + 4, top + 3, half * 2 - 9, 4, metal.shine, 2),
        rect(left + 3, top + 4, 4, high * 2 - 10, metal.shine, 2),
        rect(left + 11, top + 11, half * 2 - 22, high * 2 - 22, metal.deep, max(3, radius - 8)),
        rect(left + 12.5, top + 12.5, half * 2 - 25, high * 2 - 25, still.tones.base, max(2, radius - 9)),
        clip("dial", rect(left + 12.5, top + 12.5, half * 2 - 25, high * 2 - 25, "#000", 3), [
            polygon([(left, top), (MIDDLE + 20, top), (left, CENTRE + 50)], still.tones.light, opacity=0.5),
            rect(left + 27, top + 27, half * 2 - 54, high * 2 - 54, "none", stroke=_ink(still), stroke_width=0.9, opacity=0.5),
        ]),
        *_marks(still, half - 20, high - 20, is_square=True),
        *_hands(still, half - 6),
    ]  # fmt: skip


def _strap(still: Still, half: float, reach: float) -> list[str]:
    """Leather above and below, or links in the metal of the case."""
    metal = still.metal
    top, bottom = -10, 540
    if still.material == "steel" and still.rng.random() < 0.6:
        return [shape for y in range(top, bottom, 21) for shape in _link(metal, half, y)]
    leather = tones_of(still.rng.choice(STRAPS))
    shapes: list[str] = []
    for start, end, tip in ((CENTRE - reach + 14, top, half - 9), (CENTRE + reach - 14, bottom, half - 9)):
        outline = f"M{MIDDLE - half:.1f} {start:.1f} L{MIDDLE - tip:.1f} {end} H{MIDDLE + tip:.1f} L{MIDDLE + half:.1f} {start:.1f} Z"
        edge = 1 if end > start else -1
        shapes += [
            path(outline, "#3B2A1C", opacity=0.10, transform="translate(7 9)"),
            path(outline, leather.base),
            polygon([(MIDDLE - half, start), (MIDDLE - tip, end), (MIDDLE - tip * 0.5, end), (MIDDLE - half * 0.5, start)], leather.light,
                    opacity=0.7),
            polygon([(MIDDLE + half, start), (MIDDLE + tip, end), (MIDDLE + tip * 0.6, end), (MIDDLE + half * 0.6, start)], leather.dark),
            stitches(f"M{MIDDLE - half + 7:.1f} {start + edge * 20:.1f} L{MIDDLE - tip + 6:.1f} {end}", leather.shine),
            stitches(f"M{MIDDLE + half - 7:.1f} {start + edge * 20:.1f} L{MIDDLE + tip - 6:.1f} {end}", leather.shine),
        ]  # fmt: skip
    lugs = [
        rect(MIDDLE + x, CENTRE + sign * (reach - 4) - 12, 10, 24, metal.dark if x > 0 else metal.base, 4)
        for sign in (-1, 1)
        for x in (-half - 6, half - 4)
    ]
    return [*shapes, *lugs]


def _link(metal: Tones, half: float, y: float) -> list[str]:
    inner = half * 0.42
    return [
        rect(MIDDLE - half + 6, y + 5, half * 2, 19, "#3B2A1C", 3, opacity=0.06),
        rect(MIDDLE - half, y, half * 2, 19, metal.dark, 4),
        rect(MIDDLE - half, y, half * 2, 16, metal.base, 4),
        rect(MIDDLE - half + 2, y + 1, half * 2 - 4, 4, metal.light, 2),
        rect(MIDDLE - inner, y - 1, inner * 2, 18, metal.light, 3),
        rect(MIDDLE - inner, y + 1, inner * 2, 4, metal.shine, 2),
        rect(MIDDLE + inner, y, 1.5, 18, metal.deep, opacity=0.5),
        rect(MIDDLE - inner - 1.5, y, 1.5, 18, metal.deep, opacity=0.5),
    ]


def _crown(metal: Tones, x: float) -> list[str]:
    return [rect(x - 4, CENTRE - 10, 16, 20, metal.dark, 4), rect(x - 4, CENTRE - 10, 16, 9, metal.light, 4),
            line(f"M{x + 3:.1f} {CENTRE - 8} v16 M{x + 8:.1f} {CENTRE - 8} v16", metal.deep, 1)]  # fmt: skip


def _ink(still: Still) -> str:
    """What is printed on the dial, dark on light and light on dark."""
    base = still.tones.base
    return mix(base, "#2A211C", 0.75) if luminance(base) > 0.55 else mix(base, "#FFF8EC", 0.82)


def _marks(still: Still, rx: float, ry: float, *, is_square: bool = False) -> list[str]:
    ink, gilt = _ink(still), still.metal.light if luminance(still.tones.base) < 0.55 else still.metal.dark
    shapes = []
    for hour in range(12):
        angle = hour * 30 - 90
        inner = 0.80 if hour % 3 == 0 else 0.88
        reach = 1.0 if not is_square else min(1.32, 1 / max(abs(_unit(angle)[0]), abs(_unit(angle)[1])))
        a = around(MIDDLE, CENTRE, rx * reach, ry * reach, angle)
        b = around(MIDDLE, CENTRE, rx * reach * inner, ry * reach * inner, angle)
        shapes.append(
            line(
                f"M{a[0]:.1f} {a[1]:.1f} L{b[0]:.1f} {b[1]:.1f}",
                gilt if hour % 3 == 0 else ink,
                4 if hour % 3 == 0 else 1.8,
            )
        )
    return [*shapes, rect(MIDDLE - 11, CENTRE - ry * 0.52, 22, 1.8, ink, 0.9, opacity=0.8)]


def _unit(angle: float) -> tuple[float, float]:
    return around(0, 0, 1, 1, angle)


def _small_seconds(still: Still) -> list[str]:
    if still.rng.random() < 0.5:
        return []
    ink = _ink(still)
    return [circle(MIDDLE, CENTRE + 34, 15, still.tones.dark, opacity=0.5), circle(MIDDLE, CENTRE + 34, 15, "none", stroke=ink, stroke_width=0.8),
            line(f"M{MIDDLE} {CENTRE + 34} l6 -9", ink, 1.4)]  # fmt: skip


def _hands(still: Still, reach: float) -> list[str]:
    """Ten past ten, as every watch is shown."""
    ink = still.metal.shine if luminance(still.tones.base) < 0.55 else still.metal.deep
    hour, minute = (
        around(MIDDLE, CENTRE, reach * 0.52, reach * 0.52, -150),
        around(MIDDLE, CENTRE, reach * 0.78, reach * 0.78, -30),
    )
    return [
        line(f"M{MIDDLE + 2} {CENTRE + 3} L{hour[0] + 2:.1f} {hour[1] + 3:.1f} M{MIDDLE + 2} {CENTRE + 3} L{minute[0] + 2:.1f} {minute[1] + 3:.1f}",
             "#1E1310", 3, opacity=0.18),
        line(f"M{MIDDLE} {CENTRE} L{hour[0]:.1f} {hour[1]:.1f}", ink, 4.4),
        line(f"M{MIDDLE} {CENTRE} L{minute[0]:.1f} {minute[1]:.1f}", ink, 3),
        ellipse(MIDDLE, CENTRE, 4.4, 4.4, ink),
        circle(MIDDLE, CENTRE, 1.6, still.metal.base),
    ]  # fmt: skip
