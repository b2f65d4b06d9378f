"""Jewels on a low block of paper, or laid flat on it."""

import math

from clienteling.demo.pictures.palette import Tones, mix
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
)
from clienteling.demo.pictures.still import MIDDLE, Still
from clienteling.demo.pictures.stones import draw_side_brilliant, draw_stone

BLOCK_TOP = 352


def draw_ring(still: Still) -> list[str]:
    """A band of even width with a stone, or a row of them, upon it."""
    metal = still.metal
    r, y = still.vary(74, 0.03), BLOCK_TOP - 8
    cy = y - r
    kind = still.rng.randrange(3)
    stone = still.vary(24, 0.1)
    top = cy - r
    crown = {
        0: [path(f"M{MIDDLE - stone - 7:.1f} {top + 10:.1f} Q{MIDDLE} {top - 12:.1f} {MIDDLE + stone + 7:.1f} {top + 10:.1f} L{MIDDLE + 15} {top + 20:.1f} H{MIDDLE - 15} Z", metal.dark),
            ellipse(MIDDLE, top - 6, stone + 5, (stone + 5) * 0.84, metal.dark),
            ellipse(MIDDLE - 0.8, top - 7, stone + 4, (stone + 4) * 0.84, metal.light),
            *draw_stone(still, MIDDLE, top - 7, stone, 0.84)],
        1: [shape for angle in (-126, -108, -90, -72, -54)
            for shape in (circle(*around(MIDDLE, cy, r, r, angle), 13.5, metal.dark),
                          circle(*around(MIDDLE - 0.8, cy - 0.8, r, r, angle), 12.4, metal.light),
                          *draw_stone(still, *around(MIDDLE, cy, r, r, angle), 10.5 - abs(angle + 90) * 0.03))],
        2: [rect(MIDDLE - 29, top - 24, 58, 36, metal.dark, 8), rect(MIDDLE - 29, top - 26, 58, 36, metal.base, 8),
            rect(MIDDLE - 26, top - 24, 52, 9, metal.shine, 4, opacity=0.8),
            *(shape for dx in (-15, 0, 15) for shape in draw_stone(still, MIDDLE + dx, top - 6, 7.6))],
    }[kind]  # fmt: skip
    return [*_block(still), contact_shadow(MIDDLE + 6, y + 7, 34, 5), *_band(MIDDLE, cy, r, 13, metal), *crown]


def draw_solitaire(still: Still) -> list[str]:
    metal = still.metal
    r, y = still.vary(74, 0.03), BLOCK_TOP - 6
    cy = y - r
    top, stone = cy - r, still.vary(31, 0.06)
    prongs = [
        line(
            f"M{MIDDLE} {top + 9:.1f} L{MIDDLE + dx:.1f} {top - stone * 0.82:.1f}",
            metal.dark if dx > 0 else metal.base,
            3.6,
        )
        for dx in (-stone * 0.92, -stone * 0.34, stone * 0.34, stone * 0.92)
    ]
    gem = draw_side_brilliant(still, MIDDLE, top - stone * 0.72, stone)
    tips = [
        circle(MIDDLE + dx, top - stone * 0.86, 3.2, metal.light)
        for dx in (-stone * 0.94, -stone * 0.34, stone * 0.34, stone * 0.94)
    ]
    return [
        *_block(still),
        contact_shadow(MIDDLE + 6, y + 5, 30, 5),
        *_band(MIDDLE, cy, r, 8, metal),
        *(shape for side in (-1, 1) for angle in (14, 24, 34) for shape in (
            circle(*around(MIDDLE, cy, r, r, -90 + side * angle), 5.2, metal.dark),
            *draw_stone(still, *around(MIDDLE, cy, r, r, -90 + side * angle), 4.1))),
        *prongs[1:3],
        *gem,
        prongs[0],
        prongs[3],
        *tips,
    ]  # fmt: skip


def draw_pendant(still: Still) -> list[str]:
    metal, rng = still.metal, still.rng
    y = still.vary(316, 0.03)
    sway = rng.uniform(-4, 4)
    chain = [
        f"M104 66 Q{MIDDLE - 46 + sway:.1f} 190 {MIDDLE} {y - 56:.1f}",
        f"M296 66 Q{MIDDLE + 46 + sway:.1f} 190 {MIDDLE} {y - 56:.1f}",
    ]
    shape = rng.choice((_drop_pendant, _round_pendant, _crescent_pendant, _bar_pendant))
    return [
        *(line(d, "#3B2A1C", 3, opacity=0.10, transform="translate(8 8)") for d in chain),
        *(line(d, metal.dark, 2.6) for d in chain),
        *(line(d, metal.shine, 1.5, stroke_dasharray="3 2.6") for d in chain),
        *shape(still, MIDDLE, y),
        ellipse(MIDDLE, y - 51, 5, 9, "none", stroke=metal.dark, stroke_width=4),
        ellipse(MIDDLE - 0.6, y - 51.6, 5, 9, "none", stroke=metal.light, stroke_width=2),
    ]  # fmt: skip


def draw_necklace(still: Still) -> list[str]:
    """A collar laid in a loop, graduated towards the middle."""
    metal = still.metal
    x, y, rx, ry = MIDDLE, 222, 118, still.vary(138, 0.05)
    count = still.rng.choice((13, 17, 21))
    angles = [90 + (index - count // 2) * (236 / count) for index in range(count)]
    loop = f"M{x - 36} {y - ry * 0.95:.1f} A{rx} {ry:.1f} 0 1 0 {x + 36} {y - ry * 0.95:.1f}"
    shapes = [
        line(loop, "#3B2A1C", 5, opacity=0.10, transform="translate(7 9)"),
        line(loop, metal.dark, 3.4),
        line(loop, metal.light, 1.8, stroke_dasharray="3.4 2.6"),
        line(
            f"M{x - 36} {y - ry * 0.95:.1f} Q{x} {y - ry * 1.05:.1f} {x + 36} {y - ry * 0.95:.1f}",
            metal.dark,
            2.6,
            stroke_dasharray="4 3.4",
        ),
    ]
    for angle in angles:
        px, py = around(x, y, rx, ry, angle)
        size = 6.2 + 8.8 * (1 - abs(angle - 90) / 120) * (17 / count) ** 0.4
        shapes += [
            circle(px + 5, py + 7, size + 1, "#3B2A1C", opacity=0.10),
            *([] if still.colour == "pearl" else [circle(px, py, size + 2.4, metal.dark), circle(px - 0.6, py - 0.7, size + 1.8, metal.light)]),
            *draw_stone(still, px, py, size),
        ]  # fmt: skip
    return shapes


def draw_bangle(still: Still) -> list[str]:
    metal = still.metal
    x, y, rx, ry, wide = MIDDLE, 296, still.vary(112, 0.03), still.vary(66, 0.06), still.vary(30, 0.2)
    outer = f"M{x - rx:.1f} {y:.1f} A{rx:.1f} {ry:.1f} 0 0 0 {x + rx:.1f} {y:.1f} v{wide:.1f} A{rx:.1f} {ry:.1f} 0 0 1 {x - rx:.1f} {y + wide:.1f} Z"
    inner = f"M{x - rx:.1f} {y + wide:.1f} V{y:.1f} A{rx:.1f} {ry:.1f} 0 0 1 {x + rx:.1f} {y:.1f} V{y + wide:.1f} A{rx:.1f} {ry:.1f} 0 0 0 {x - rx:.1f} {y + wide:.1f} Z"
    count = still.rng.choice((5, 7, 9))
    stones = [around(x, y + wide / 2, rx, ry, 90 + (index - count // 2) * 15) for index in range(count)]
    return [
        contact_shadow(x + 8, y + ry + wide - 4, rx * 0.86, 12),
        path(inner, metal.deep),
        clip("inner", path(inner), [rect(x - rx, y - ry, rx * 0.8, 200, metal.dark), rect(x + rx * 0.3, y - ry, 30, 200, metal.base)]),
        path(outer, metal.base),
        clip("outer", path(outer), [
            rect(x - rx, y - 20, rx * 0.24, 160, metal.dark),
            rect(x - rx * 0.62, y - 20, rx * 0.30, 160, metal.shine),
            rect(x + rx * 0.36, y - 20, rx * 0.26, 160, metal.dark),
            rect(x + rx * 0.62, y - 20, rx * 0.5, 160, metal.deep, opacity=0.8),
        ]),
        path(f"M{x - rx:.1f} {y:.1f} A{rx:.1f} {ry:.1f} 0 0 0 {x + rx:.1f} {y:.1f}", stroke=metal.shine, stroke_width=2),
        *(shape for px, py in stones for shape in (circle(px, py, 8.4, metal.deep, opacity=0.5), *draw_stone(still, px, py, 7.2))),
    ]  # fmt: skip


def draw_bracelet(still: Still) -> list[str]:
    """A chain laid in a soft loop, a stone at every few links."""
    metal = still.metal
    x, y, rx, ry = MIDDLE, 268, still.vary(122, 0.03), still.vary(92, 0.08)
    lean = still.rng.uniform(-16, 16)
    count, every = 34, still.rng.choice((4, 6))
    shapes = [ellipse(x + 7, y + 10, rx, ry, "none", stroke="#3B2A1C", stroke_width=7, opacity=0.08),
              ellipse(x + 4, y + 5, rx, ry, "none", stroke="#3B2A1C", stroke_width=7, opacity=0.10)]  # fmt: skip
    for index in range(count):
        angle = index * 360 / count
        px, py = around(x, y, rx, ry, angle)
        ahead = around(x, y, rx, ry, angle + 3)
        if index % every == 0:
            shapes += [
                circle(px, py, 13.4, metal.dark),
                circle(px - 0.7, py - 0.8, 12.6, metal.light),
                *draw_stone(still, px, py, 10),
            ]
            continue
        turn = _degrees(px, py, *ahead)
        shapes.append(group(
            [ellipse(0, 0, 11, 6.4, "none", stroke=metal.dark, stroke_width=4), ellipse(-0.4, -0.6, 11, 6.4, "none", stroke=metal.light, stroke_width=2.2)],
            f"translate({px:.1f} {py:.1f}) rotate({turn:.1f})"))  # fmt: skip
    return [group(shapes, f"rotate({lean:.1f} {x} {y})")]


def draw_studs(still: Still) -> list[str]:
    kind = still.rng.randrange(3)
    return [
        *_block(still, 300),
        *(shape for x, y in ((148, 256), (250, 246)) for shape in _stud(still, x, y, kind)),
    ]


def draw_drops(still: Still) -> list[str]:
    metal, kind = still.metal, still.rng.randrange(3)
    shapes: list[str] = []
    for x in (146, 254):
        hook = f"M{x} 190 C{x - 26} 176 {x - 22} 120 {x + 2} 124 C{x + 18} 128 {x + 14} 152 {x + 14} 168"
        shapes += [
            line(hook, "#3B2A1C", 4, opacity=0.10, transform="translate(7 8)"),
            ellipse(x + 8, 292, 28, 50, "#3B2A1C", opacity=0.07),
            line(hook, metal.dark, 4),
            line(hook, metal.light, 2),
            *_drop(still, x, kind),
        ]
    return shapes


def draw_cufflinks(still: Still) -> list[str]:
    metal = still.metal
    is_square = still.rng.random() < 0.5
    shapes: list[str] = []
    for x, y in ((150, 244), (256, 288)):
        shapes += [
            ellipse(x + 12, y + 14, 50, 46, "#3B2A1C", opacity=0.09),
            line(f"M{x + 14} {y + 6} L{x + 62} {y + 26}", metal.dark, 11),
            line(f"M{x + 14} {y + 4} L{x + 62} {y + 24}", metal.base, 7),
            group([rect(-9, -25, 18, 50, metal.dark, 8), rect(-9, -25, 11, 50, metal.light, 6)], f"translate({x + 66} {y + 27}) rotate(24)"),
        ]  # fmt: skip
        if is_square:
            shapes += [rect(x - 40, y - 38, 80, 80, metal.dark, 12), rect(x - 41, y - 41, 80, 80, metal.base, 12),
                       rect(x - 33, y - 33, 64, 64, metal.light, 8), rect(x - 29, y - 29, 56, 56, still.tones.dark, 5),
                       clip(f"face{x}", rect(x - 29, y - 29, 56, 56, "#000", 5), [
                           polygon([(x - 30, y - 30), (x + 20, y - 30), (x - 30, y + 24)], still.tones.light, opacity=0.8),
                           polygon([(x + 30, y + 30), (x - 6, y + 30), (x + 30, y - 4)], still.tones.deep, opacity=0.7)])]  # fmt: skip
        else:
            shapes += [circle(x, y + 2, 43, metal.dark), circle(x - 1, y, 42, metal.base), circle(x - 1, y, 34, metal.light),
                       *draw_stone(still, x - 1, y, 30)]  # fmt: skip
    return shapes


def _block(still: Still, top: float = BLOCK_TOP) -> list[str]:
    """A low block of the paper's own tone, for a jewel to stand on."""
    face, side = mix(still.wall, "#FFFFFF", 0.36), mix(still.table, "#8A7258", 0.16)
    left, right, low = 72, 312, top + 74
    return [
        polygon(
            [(left + 30, low + 2), (right + 40, low - 22), (right + 96, low + 10), (right - 20, low + 22)],
            "#3B2A1C",
            opacity=0.06,
        ),
        rect(left, top + 16, right - left, low - top - 14, mix(still.table, "#8A7258", 0.05)),
        polygon([(right, top + 16), (right + 28, top - 14), (right + 28, low - 30), (right, low + 2)], side),
        polygon([(left, top + 16), (left + 28, top - 14), (right + 28, top - 14), (right, top + 16)], face),
    ]


def _band(x: float, cy: float, r: float, width: float, metal: Tones) -> list[str]:
    """A ring standing up: its inside behind, its outside in front, light on the upper left."""
    return [
        ellipse(x + width * 0.36, cy, r - width * 0.1, r, "none", stroke=metal.deep, stroke_width=width * 0.9),
        circle(x, cy, r, "none", stroke=metal.dark, stroke_width=width),
        circle(x - 0.8, cy - 0.8, r, "none", stroke=metal.base, stroke_width=width * 0.72),
        path(f"M{x - r:.1f} {cy + r * 0.1:.1f} A{r:.1f} {r:.1f} 0 0 1 {x - r * 0.42:.1f} {cy - r * 0.907:.1f}", stroke=metal.shine,
             stroke_width=width * 0.34, stroke_linecap="round"),
        path(f"M{x + r * 0.2:.1f} {cy + r * 0.98:.1f} A{r:.1f} {r:.1f} 0 0 0 {x + r * 0.92:.1f} {cy + r * 0.39:.1f}", stroke=metal.light,
             stroke_width=width * 0.22, stroke_linecap="round"),
    ]  # fmt: skip


def _drop_pendant(still: Still, x: float, y: float) -> list[str]:
    metal = still.metal
    outline = f"M{x} {y - 46:.1f} C{x + 8} {y - 20:.1f} {x + 38} {y - 6:.1f} {x + 38} {y + 22:.1f} A38 36 0 0 1 {x - 38} {y + 22:.1f} C{x - 38} {y - 6:.1f} {x - 8} {y - 20:.1f} {x} {y - 46:.1f} Z"
    return [
        path(outline, "#3B2A1C", opacity=0.10, transform="translate(8 9)"),
        path(outline, metal.dark),
        path(outline, metal.base, transform=f"translate({x * 0.03:.1f} {y * 0.027:.1f}) scale(.97 .97)"),
        *draw_stone(still, x, y + 18, 27),
        *draw_stone(still, x, y - 20, 5),
    ]


def _round_pendant(still: Still, x: float, y: float) -> list[str]:
    metal = still.metal
    return [
        circle(x + 8, y + 9, 44, "#3B2A1C", opacity=0.10),
        circle(x, y, 44, metal.dark),
        circle(x - 0.8, y - 1, 43, metal.base),
        path(
            f"M{x - 38} {y - 8} a39 39 0 0 1 32 -32", "none", stroke=metal.shine, stroke_width=3, stroke_linecap="round"
        ),
        *(circle(*around(x, y, 37, 37, angle), 3, metal.light) for angle in range(0, 360, 20)),
        *draw_stone(still, x, y, 29),
    ]


def _crescent_pendant(still: Still, x: float, y: float) -> list[str]:
    metal = still.metal
    moon = f"M{x} {y - 46:.1f} A44 44 0 1 0 {x + 42} {y + 14:.1f} A34 34 0 1 1 {x} {y - 46:.1f} Z"
    return [
        path(moon, "#3B2A1C", opacity=0.10, transform="translate(8 9)"),
        path(moon, metal.dark),
        path(moon, metal.base, transform="translate(-1 -1)"),
        path(
            f"M{x - 36} {y - 12:.1f} a44 44 0 0 0 14 44",
            "none",
            stroke=metal.shine,
            stroke_width=3,
            stroke_linecap="round",
        ),
        *draw_stone(still, x + 16, y + 2, 15),
        *(
            shape
            for angle in (110, 130, 150, 170)
            for shape in draw_stone(still, *around(x - 4, y - 1, 35, 37, angle), 4)
        ),
    ]


def _bar_pendant(still: Still, x: float, y: float) -> list[str]:
    metal = still.metal
    return [
        rect(x - 8, y - 36, 32, 96, "#3B2A1C", 10, opacity=0.10),
        rect(x - 16, y - 45, 32, 96, metal.dark, 10),
        rect(x - 16.5, y - 46, 31, 95, metal.base, 10),
        rect(x - 12, y - 42, 6, 86, metal.shine, 3, opacity=0.8),
        *(shape for dy in (-24, 2, 28) for shape in draw_stone(still, x, y + dy, 10)),
    ]


def _stud(still: Still, x: float, y: float, kind: int) -> list[str]:
    metal = still.metal
    shadow = [ellipse(x + 10, y + 46, 38, 6, "#3B2A1C", opacity=0.16), line(f"M{x + 4} {y + 6} l34 -10", metal.dark, 5)]
    if kind == 0:
        return [*shadow, circle(x, y + 2, 42, metal.dark), circle(x - 0.8, y, 41, metal.base), circle(x - 0.8, y, 35, metal.light),
                *draw_stone(still, x, y, 31)]  # fmt: skip
    if kind == 1:
        petals = [around(x, y, 26, 26, angle) for angle in range(-90, 270, 60)]
        return [*shadow, *(circle(px, py + 1.5, 19, metal.dark) for px, py in petals), *(circle(px, py, 18, metal.light) for px, py in petals),
                *(shape for px, py in petals for shape in draw_stone(still, px, py, 14)), circle(x, y, 10, metal.base),
                circle(x - 2, y - 3, 4, metal.shine)]  # fmt: skip
    return [*shadow, polygon([(x, y - 50), (x + 44, y + 2), (x, y + 54), (x - 44, y + 2)], metal.dark),
            polygon([(x, y - 50), (x + 42, y), (x, y + 50), (x - 43, y)], metal.base),
            polygon([(x, y - 50), (x, y + 50), (x - 43, y)], metal.light), *draw_stone(still, x, y, 24),
            *(shape for dy in (-34, 34) for shape in draw_stone(still, x, y + dy, 6))]  # fmt: skip


def _drop(still: Still, x: float, kind: int) -> list[str]:
    metal = still.metal
    stone = draw_stone
    if kind == 0:
        outline = f"M{x} 196 C{x + 4} 240 {x + 36} 262 {x + 36} 300 A36 36 0 0 1 {x - 36} 300 C{x - 36} 262 {x - 4} 240 {x} 196 Z"
        return [path(outline, metal.dark), path(outline, metal.base, transform=f"translate({x * 0.04:.1f} 11) scale(.96 .96)"),
                *stone(still, x, 296, 26), *stone(still, x, 246, 8), *stone(still, x, 224, 4)]  # fmt: skip
    if kind == 1:
        return [line(f"M{x} 190 V300", metal.dark, 3), *(shape for y, r in ((204, 9), (232, 13), (270, 18), (322, 25)) for shape in (
            circle(x, y, r + 2.6, metal.dark), circle(x - 0.8, y - 0.8, r + 1.8, metal.light), *stone(still, x, y, r)))]  # fmt: skip
    return [circle(x, 204, 11, metal.dark), circle(x - 0.6, 203.4, 10.2, metal.light), *stone(still, x, 204, 8),
            ellipse(x, 272, 30, 54, "none", stroke=metal.dark, stroke_width=10), ellipse(x - 0.8, 271, 30, 54, "none", stroke=metal.base, stroke_width=7),
            path(f"M{x - 28} 262 q4 -34 22 -43", "none", stroke=metal.shine, stroke_width=3, stroke_linecap="round"),
            *stone(still, x, 282, 17)]  # fmt: skip


def _degrees(x: float, y: float, u: float, v: float) -> float:
    return math.degrees(math.atan2(v - y, u - x))
