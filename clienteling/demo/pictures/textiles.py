"""Silks and wools: squares, ribbons, stoles and throws, each with a pattern of its own."""

from clienteling.demo.pictures.palette import COLOURS, Tones, mix, tones_of
from clienteling.demo.pictures.pen import (
    around,
    circle,
    clip,
    contact_shadow,
    ellipse,
    group,
    line,
    path,
    polygon,
    rect,
)  # fmt: skip
from clienteling.demo.pictures.still import MIDDLE, TABLE, Still

# The second and third colours of a print, by its first.
PRINTS = {
    "cassis": ("powder", "honey"), "amber": ("ivory", "ink"), "chestnut": ("honey", "sage"), "black": ("ivory", "coral"),
    "ink": ("coral", "chalk"), "chalk": ("ink", "honey"), "sage": ("ivory", "chestnut"), "powder": ("cassis", "sage"),
    "slate": ("chalk", "honey"), "honey": ("petrol", "ivory"), "petrol": ("honey", "chalk"), "ivory": ("slate", "coral"),
    "olive": ("honey", "ivory"), "coral": ("ink", "ivory"),
}  # fmt: skip


def _print_of(still: Still) -> tuple[str, str]:
    second, third = PRINTS.get(still.colour, ("ivory", "ink"))
    return COLOURS[second], COLOURS[third]


def draw_carre(still: Still) -> list[str]:
    """A square laid flat, its frame and fourfold motif printed from the seed, one corner turned over."""
    tones, (second, third) = still.tones, _print_of(still)
    side = 264
    low = -side / 2
    corner = still.vary(92, 0.15)
    sheet = f"M{low} {low} H{-low - corner:.1f} L{-low} {low + corner:.1f} V{-low} H{low} Z"
    turned = (
        f"M{-low - corner:.1f} {low} L{-low} {low + corner:.1f} L{-low - corner * 0.93:.1f} {low + corner * 0.86:.1f} Z"
    )
    return [
        group(
            [
                path(sheet, "#3B2A1C", opacity=0.07, transform="translate(9 12)"),
                path(sheet, "#3B2A1C", opacity=0.09, transform="translate(4 6)"),
                clip("sheet", path(sheet), _square_print(still, side, second, third)),
                line(f"M{low + 1} {low + 1} H{-low - corner:.1f} M{low + 1} {low + 1} V{-low - 1}", tones.shine, 1.6, opacity=0.8),
                path(f"M{low} {low + 96} Q{low + 90} {low + 120} {low + 128} {-low} L{low + 108} {-low} Q{low + 74} {low + 132} {low} {low + 112} Z",
                     "#FFFFFF", opacity=0.10),
                path(f"M{low + 40} {low} Q{low + 170} {low + 96} {-low} {low + 150} L{-low} {low + 172} Q{low + 150} {low + 112} {low + 14} {low} Z",
                     "#1E1310", opacity=0.07),
                path(turned, "#3B2A1C", opacity=0.22, transform="translate(-5 8)"),
                path(turned, mix(tones.light, "#FFFFFF", 0.35)),
                line(f"M{-low - corner:.1f} {low} L{-low} {low + corner:.1f}", mix(tones.shine, "#FFFFFF", 0.5), 1.6),
            ],
            f"translate({MIDDLE} 262) rotate({still.rng.uniform(-9, 9):.1f})",
        )
    ]  # fmt: skip


def draw_twilly(still: Still) -> list[str]:
    """A ribbon tied in a loose bow."""
    tones, (second, third) = still.tones, _print_of(still)
    x, y = MIDDLE, 226
    tails = [
        (f"M{x - 10} {y + 6} C{x - 30} {y + 70} {x - 66} {y + 96} {x - 62} {y + 178} l34 -14 l16 22 C{x - 14} {y + 112} {x + 6} {y + 74} {x + 8} {y + 12} Z", 0),
        (f"M{x - 4} {y + 10} C{x + 14} {y + 60} {x + 40} {y + 84} {x + 34} {y + 146} l26 6 l24 -16 C{x + 84} {y + 84} {x + 40} {y + 48} {x + 16} {y + 4} Z", 1),
    ]  # fmt: skip
    loops = [
        (f"M{x} {y} C{x - 40} {y - 66} {x - 118} {y - 74} {x - 126} {y - 24} C{x - 132} {y + 26} {x - 56} {y + 30} {x} {y + 6} Z", 2),
        (f"M{x} {y} C{x + 40} {y - 70} {x + 116} {y - 80} {x + 128} {y - 30} C{x + 134} {y + 20} {x + 58} {y + 28} {x} {y + 6} Z", 3),
    ]  # fmt: skip
    shapes = [path(d, "#3B2A1C", opacity=0.07, transform="translate(8 11)") for d, _ in tails + loops] + [
        path(d, "#3B2A1C", opacity=0.09, transform="translate(4 5)") for d, _ in tails + loops
    ]
    for d, index in tails + loops:
        is_right = index in (1, 3)
        shapes += [
            path(d, tones.dark if is_right else tones.base),
            clip(f"ribbon{index}", path(d), _ribbon_print(still, index, second, third)),
        ]
    inner = [
        path(f"M{x - 6} {y} C{x - 36} {y - 34} {x - 86} {y - 46} {x - 96} {y - 22} C{x - 96} {y + 4} {x - 48} {y + 12} {x - 6} {y + 4} Z", tones.deep, opacity=0.75),
        path(f"M{x + 6} {y} C{x + 36} {y - 36} {x + 84} {y - 50} {x + 98} {y - 26} C{x + 98} {y + 2} {x + 48} {y + 10} {x + 6} {y + 4} Z", tones.deep, opacity=0.85),
    ]  # fmt: skip
    knot = f"M{x - 20} {y - 14} Q{x} {y - 24} {x + 21} {y - 14} Q{x + 27} {y + 4} {x + 19} {y + 20} Q{x} {y + 28} {x - 18} {y + 20} Q{x - 27} {y + 4} {x - 20} {y - 14} Z"
    return [
        *shapes,
        *inner,
        path(knot, tones.base),
        clip("knot", path(knot), [
            rect(x - 30, y - 24, 22, 60, tones.light, opacity=0.8),
            rect(x + 8, y - 24, 22, 60, tones.dark),
            line(f"M{x - 6} {y - 20} q4 22 -2 44 M{x + 5} {y - 20} q4 22 0 44", tones.deep, 1.6, opacity=0.6),
        ]),
    ]  # fmt: skip


def draw_stole(still: Still) -> list[str]:
    """A stole hung over a rail, two ends of unlike length, fringed."""
    tones = still.tones
    rail = 122
    left, right = MIDDLE - still.vary(84, 0.05), MIDDLE + still.vary(76, 0.05)
    short, long = 300 + still.rng.uniform(-14, 14), 384 + still.rng.uniform(-12, 8)
    back = f"M{left + 34} {rail} H{right + 26} L{right + 34} {short:.1f} H{left + 44} Z"
    front = f"M{left} {rail - 4} Q{MIDDLE} {rail - 12} {right} {rail - 4} L{right + 6} {long:.1f} Q{MIDDLE} {long + 10:.1f} {left - 6} {long:.1f} Z"
    stripe = still.rng.choice(("ends", "border", "check", "plain"))
    return [
        path(front, "#3B2A1C", opacity=0.06, transform="translate(12 10)"),
        path(back, tones.deep),
        *_fringe(left + 46, right + 32, short, tones.deep, still),
        rect(36, rail - 9, 328, 9, still.metal.dark, 4.5),
        rect(36, rail - 10, 328, 7, still.metal.base, 3.5),
        line(f"M44 {rail - 8} H330", still.metal.shine, 1.6),
        *_fringe(left - 4, right + 5, long + 3, tones.base, still),
        path(front, tones.base),
        clip("front", path(front), [
            *_stripes(still, left - 20, right + 20, rail, long, stripe),
            polygon([(left - 10, rail - 20), (left + 34, rail - 20), (left + 22, long + 20), (left - 14, long + 20)], tones.light,
                    opacity=0.45),
            polygon([(MIDDLE + 6, rail - 20), (MIDDLE + 24, rail - 20), (MIDDLE + 30, long + 20), (MIDDLE + 4, long + 20)],
                    tones.dark, opacity=0.55),
            polygon([(right - 22, rail - 20), (right + 8, rail - 20), (right + 14, long + 20), (right - 14, long + 20)],
                    tones.dark, opacity=0.7),
            polygon([(MIDDLE - 40, rail - 20), (MIDDLE - 32, rail - 20), (MIDDLE - 38, long + 20), (MIDDLE - 50, long + 20)],
                    tones.dark, opacity=0.35),
        ]),
        still.skin(front),
        path(f"M{left} {rail - 4} Q{MIDDLE} {rail - 12} {right} {rail - 4} L{right} {rail + 4} Q{MIDDLE} {rail - 3} {left} {rail + 4} Z",
             tones.shine, opacity=0.5),
    ]  # fmt: skip


def draw_throw(still: Still) -> list[str]:
    """A throw folded in three, fringe to the left."""
    tones = still.tones
    left, right, bottom = 74, 326, TABLE - 4
    layers, height = 3, still.vary(42, 0.08)
    shapes = [contact_shadow(MIDDLE + 6, bottom + 2, 132, 9)]
    for index in range(layers):
        low = bottom - index * height
        shift = (index % 2) * 5 - 2
        shape = (
            f"M{left + shift} {low - height:.1f} H{right - 18 + shift} Q{right + shift} {low - height:.1f} {right + shift} "
            f"{low - height / 2:.1f} Q{right + shift} {low:.1f} {right - 18 + shift} {low:.1f} H{left + shift} Z"
        )
        shapes += [
            *(line(f"M{left + shift + 2} {low - height + 5 + step * (height - 8) / 6:.1f} q-14 {still.rng.uniform(-3, 5):.1f} -{still.rng.uniform(20, 30):.0f} {still.rng.uniform(2, 9):.1f}",
                   tones.base if step % 2 else tones.dark, 2.4) for step in range(7)),
            path(shape, tones.base),
            clip(f"fold{index}", path(shape), [
                rect(left - 10, low - height * 0.36, 280, height * 0.4, tones.dark, opacity=0.6),
                rect(left - 10, low - height, 280, height * 0.2, tones.light, opacity=0.7),
                rect(left + 40, low - height, 9, height, tones.deep if index % 2 else tones.shine, opacity=0.55),
                rect(left + 56, low - height, 3, height, tones.deep if index % 2 else tones.shine, opacity=0.55),
                path(f"M{right - 20 + shift} {low - height:.1f} q20 {height / 2:.1f} 0 {height:.1f} h40 v-{height:.1f} Z", tones.dark, opacity=0.5),
            ]),
            still.skin(shape),
        ]  # fmt: skip
    top = bottom - layers * height
    return [
        *shapes,
        path(f"M{left - 2} {top:.1f} L{left + 26} {top - 30:.1f} H{right - 30} L{right - 12} {top:.1f} Z", tones.light),
        still.skin(f"M{left - 2} {top:.1f} L{left + 26} {top - 30:.1f} H{right - 30} L{right - 12} {top:.1f} Z"),
        polygon(
            [(left + 40, top), (left + 49, top), (left + 64, top - 30), (left + 56, top - 30)], tones.dark, opacity=0.4
        ),
    ]


def _square_print(still: Still, side: float, second: str, third: str) -> list[str]:
    """Frames, then rings of one motif in fourfold symmetry, then a medallion."""
    tones, rng = still.tones, still.rng
    low = -side / 2
    shapes = [
        rect(low, low, side, side, tones.base),
        rect(low + 12, low + 12, side - 24, side - 24, "none", stroke=second, stroke_width=3),
        rect(low + 20, low + 20, side - 40, side - 40, mix(tones.base, second, 0.82)),
        rect(low + 38, low + 38, side - 76, side - 76, tones.base, stroke=third, stroke_width=2),
    ]
    motif = rng.choice((_leaf, _arc, _petal, _bit))
    for ring, (radius, count) in enumerate(((74, 12), (46, 8))):
        tone = (second, third)[ring % 2]
        shapes += [
            group([motif(tone, tones)], f"rotate({index * 360 / count + ring * 15:.1f}) translate(0 {-radius})")
            for index in range(count)
        ]
    corner = abs(low) - 29
    for x, y in ((-corner, -corner), (corner, -corner), (-corner, corner), (corner, corner)):
        shapes += [circle(x, y, 11, tones.base), circle(x, y, 5, third)]
    for step in range(-4, 5):
        at = step * (corner * 2 - 36) / 9.5
        for x, y in ((at, -corner), (at, corner), (-corner, at), (corner, at)):
            shapes.append(circle(x, y, 3.2, tones.base))
    medallion = [
        polygon([around(0, 0, r, r, a) for a, r in _star(rng.choice((6, 8, 10)))], third),
        circle(0, 0, 11, second),
    ]
    return [*shapes, circle(0, 0, 30, mix(tones.base, second, 0.82)), *medallion, circle(0, 0, 5, tones.base)]


def _star(points: int) -> list[tuple[float, float]]:
    return [(index * 180 / points, 27.0 if index % 2 == 0 else 15.0) for index in range(points * 2)]


def _leaf(tone: str, tones: Tones) -> str:
    return path("M0 -17 Q12 -3 0 17 Q-12 -3 0 -17 Z", tone) + line("M0 -12 V13", tones.base, 1.4)


def _arc(tone: str, tones: Tones) -> str:
    return (
        line("M-15 9 A15 15 0 0 1 15 9", tone, 4.5) + line("M-7 9 A7 7 0 0 1 7 9", tone, 3) + circle(0, 13, 2.6, tone)
    )


def _petal(tone: str, tones: Tones) -> str:
    return path("M0 15 C-16 4 -12 -16 0 -12 C12 -16 16 4 0 15 Z", tone) + circle(0, 0, 3.4, tones.base)


def _bit(tone: str, tones: Tones) -> str:
    return ellipse(-8, 0, 7, 9, "none", stroke=tone, stroke_width=3.4) + ellipse(
        8, 0, 7, 9, "none", stroke=tone, stroke_width=3.4
    ) + rect(-5, -2.2, 10, 4.4, tone, 2)  # fmt: skip


def _ribbon_print(still: Still, index: int, second: str, third: str) -> list[str]:
    """Stripes along the edges and motifs between, lit on the left loop, shaded on the right."""
    angle = (24, -28, -18, 18)[index]
    if index < 2:
        marks = [
            rect(MIDDLE - 150, 226 + step * 30, 300, 7 if step % 2 else 3, (second, third)[step % 2], opacity=0.9)
            for step in range(1, 7)
        ]
        return [group(marks, f"rotate({angle} {MIDDLE} 226)")]
    sign = -1 if index == 2 else 1
    stripes = [
        ellipse(MIDDLE + sign * 20, 226, 112 - step * 17, 62 - step * 9, "none", stroke=(second, third)[step % 2],
                stroke_width=6 if step % 2 == 0 else 2.4, opacity=0.9)
        for step in range(4)
    ]  # fmt: skip
    shade = still.tones.light if index == 2 else still.tones.deep
    return [*stripes, ellipse(MIDDLE + sign * 92, 176, 60, 26, shade, opacity=0.4)]


def _stripes(still: Still, left: float, right: float, top: float, bottom: float, kind: str) -> list[str]:
    second, third = (tones_of(colour) for colour in _print_of(still))
    width = right - left
    if kind == "ends":
        return [rect(left, bottom - y, width, h, tone, opacity=0.85)
                for y, h, tone in ((64, 14, second.base), (44, 5, third.base), (34, 5, second.base))]  # fmt: skip
    if kind == "border":
        return [rect(x, top - 20, 12, bottom - top + 40, second.base, opacity=0.85) for x in (left + 28, right - 44)]
    if kind == "check":
        across = [rect(left, y, width, 9, second.base, opacity=0.38) for y in range(int(top) + 24, int(bottom), 46)]
        along = [
            rect(x, top - 20, 9, bottom - top + 40, second.base, opacity=0.38)
            for x in range(int(left) + 36, int(right), 40)
        ]
        return across + along
    return []


def _fringe(left: float, right: float, y: float, colour: str, still: Still) -> list[str]:
    count = int((right - left) / 7)
    return [
        line(f"M{left + 3 + index * (right - left - 6) / count:.1f} {y - 3:.1f} q{still.rng.uniform(-3, 3):.1f} 9 "
             f"{still.rng.uniform(-3, 3):.1f} {still.rng.uniform(18, 23):.1f}", colour, 2.2)
        for index in range(count + 1)
    ]  # fmt: skip
