"""Stones, each as its kind is cut: brilliants in facets, cabochons in a dome, pearls in lustre."""

from clienteling.demo.pictures.palette import mix
from clienteling.demo.pictures.pen import around, circle, ellipse, line, path, polygon
from clienteling.demo.pictures.still import Still

FACETED = ("diamond", "sapphire")


def draw_stone(still: Still, x: float, y: float, r: float, squash: float = 1.0) -> list[str]:
    """A stone of radius ``r``, seen from the front; ``squash`` below one lies it down."""
    if still.colour in FACETED:
        return _brilliant(still, x, y, r, squash)
    if still.colour == "pearl":
        return _pearl(still, x, y, r, squash)
    return _cabochon(still, x, y, r, squash)


def draw_side_brilliant(still: Still, x: float, y: float, r: float) -> list[str]:
    """A brilliant from the side: table, crown, pavilion."""
    tones = still.tones
    wide, crown = r, r * 0.42
    return [
        polygon([(x - wide, y), (x - wide * 0.58, y - crown), (x + wide * 0.58, y - crown), (x + wide, y), (x, y + r * 0.95)], tones.base),
        polygon([(x - wide, y), (x - wide * 0.58, y - crown), (x - wide * 0.2, y)], tones.shine),
        polygon([(x - wide * 0.2, y), (x - wide * 0.58, y - crown), (x + wide * 0.58, y - crown), (x + wide * 0.3, y)], tones.light),
        polygon([(x + wide * 0.3, y), (x + wide * 0.58, y - crown), (x + wide, y)], tones.dark),
        polygon([(x - wide, y), (x - wide * 0.2, y), (x, y + r * 0.95)], mix(tones.base, "#FFFFFF", 0.25)),
        polygon([(x + wide * 0.3, y), (x + wide, y), (x, y + r * 0.95)], tones.deep, opacity=0.75),
        polygon([(x - wide * 0.2, y), (x + wide * 0.3, y), (x, y + r * 0.95)], tones.dark, opacity=0.55),
        line(f"M{x - wide:.1f} {y:.1f} H{x + wide:.1f}", "#FFFFFF", 0.8, opacity=0.7),
        *_glint(x - wide * 0.42, y - crown * 0.5, r * 0.24),
    ]  # fmt: skip


def _brilliant(still: Still, x: float, y: float, r: float, squash: float) -> list[str]:
    """Eight mains round a table, lit from the upper left."""
    tones = still.tones
    lit = (tones.dark, tones.deep, tones.dark, tones.base, tones.shine, "#FFFFFF", tones.light, tones.base)
    shapes = [ellipse(x, y, r, r * squash, tones.base)]
    for index, tone in enumerate(lit):
        start, end = index * 45 - 22.5, index * 45 + 22.5
        shapes.append(
            polygon(
                [
                    around(x, y, r, r * squash, start),
                    around(x, y, r, r * squash, end),
                    around(x, y, r * 0.55, r * 0.55 * squash, end),
                    around(x, y, r * 0.55, r * 0.55 * squash, start),
                ],
                tone,
                opacity=0.9,
            )
        )
    table = [around(x, y, r * 0.56, r * 0.56 * squash, index * 45 + 22.5) for index in range(8)]
    return [
        *shapes,
        polygon(table, tones.light),
        polygon([table[2], table[3], table[4], table[5]], tones.shine),
        ellipse(x, y, r, r * squash, "none", stroke=tones.deep, stroke_width=0.7, opacity=0.5),
        *(_glint(x - r * 0.3, y - r * 0.3 * squash, r * 0.28) if r > 6 else []),
    ]


def _cabochon(still: Still, x: float, y: float, r: float, squash: float) -> list[str]:
    tones = still.tones
    return [
        ellipse(x, y, r, r * squash, tones.dark),
        ellipse(x - r * 0.06, y - r * 0.07 * squash, r * 0.93, r * 0.92 * squash, tones.base),
        *_veins(still, x, y, r, squash),
        ellipse(x - r * 0.3, y - r * 0.34 * squash, r * 0.36, r * 0.26 * squash, tones.shine, opacity=0.75),
        ellipse(x - r * 0.36, y - r * 0.42 * squash, r * 0.14, r * 0.1 * squash, "#FFFFFF", opacity=0.9),
    ]


def _veins(still: Still, x: float, y: float, r: float, squash: float) -> list[str]:
    if still.colour == "malachite" and r > 7:
        return [
            ellipse(x + r * 0.24, y + r * 0.22 * squash, r * part, r * part * squash * 0.8, "none", stroke=still.tones.deep,
                    stroke_width=max(0.8, r * 0.07), opacity=0.6)
            for part in (0.2, 0.38, 0.54)
        ]  # fmt: skip
    if still.colour == "opal" and r > 5:
        fires = (
            ("#E9B7A8", 0.3, 0.2, 0.3),
            ("#A9CBBE", -0.2, 0.35, 0.28),
            ("#B9B7DA", 0.35, -0.25, 0.24),
            ("#EBD7A3", -0.35, 0.0, 0.2),
        )
        return [ellipse(x + r * dx, y + r * dy * squash, r * size, r * size * 0.7 * squash, tone, opacity=0.55)
                for tone, dx, dy, size in fires]  # fmt: skip
    return []


def _pearl(still: Still, x: float, y: float, r: float, squash: float) -> list[str]:
    tones = still.tones
    return [
        ellipse(x, y, r, r * squash, mix(tones.base, "#8E7C6C", 0.38)),
        ellipse(x - r * 0.07, y - r * 0.09, r * 0.9, r * 0.88 * squash, tones.base),
        ellipse(x + r * 0.16, y + r * 0.28, r * 0.52, r * 0.4 * squash, "#E3C9BD", opacity=0.4),
        ellipse(x - r * 0.24, y - r * 0.28, r * 0.46, r * 0.4 * squash, "#FFFFFF", opacity=0.65),
        circle(x - r * 0.34, y - r * 0.38, r * 0.14, "#FFFFFF"),
    ]


def _glint(x: float, y: float, r: float) -> list[str]:
    return [
        path(f"M{x:.1f} {y - r:.1f} L{x + r * 0.22:.1f} {y - r * 0.22:.1f} L{x + r:.1f} {y:.1f} L{x + r * 0.22:.1f} {y + r * 0.22:.1f} "
             f"L{x:.1f} {y + r:.1f} L{x - r * 0.22:.1f} {y + r * 0.22:.1f} L{x - r:.1f} {y:.1f} L{x - r * 0.22:.1f} {y - r * 0.22:.1f} Z", "#FFFFFF")
    ]  # fmt: skip
