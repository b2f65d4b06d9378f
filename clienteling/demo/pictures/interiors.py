"""For the house: eau de parfum, candles, trays, vases."""

from clienteling.demo.pictures.palette import mix, tones_of
from clienteling.demo.pictures.pen import circle, clip, contact_shadow, ellipse, line, path, polygon, rect
from clienteling.demo.pictures.still import MIDDLE, TABLE, Still


def draw_perfume(still: Still) -> list[str]:
    tones, kind = still.tones, still.rng.randrange(3)
    half = (88, 72, 96)[kind] * still.rng.uniform(0.95, 1.05)
    height = (176, 214, 150)[kind] * still.rng.uniform(0.96, 1.04)
    radius = (10, 8, 44)[kind]
    left, right, top, bottom = MIDDLE - half, MIDDLE + half, TABLE - 4 - height, TABLE - 4
    glass = mix(still.wall, "#FFFFFF", 0.5)
    juice = mix(tones.base, "#FFF6E8", 0.30)
    level = top + height * still.rng.uniform(0.1, 0.18)
    inner = rect(left + 9, top + 9, half * 2 - 18, height - 26, "#000", max(4, radius - 6))
    cap = tones_of(still.rng.choice(("#2A2725", "#8A6A48", "#B9975A", "#D9CFC0")))
    neck = 19
    cap_width, cap_height = (54, 46, 62)[kind], (56, 66, 46)[kind]
    return [
        contact_shadow(MIDDLE + 8, bottom + 2, half + 4, 9),
        polygon([(left + 30, bottom), (right, bottom), (right + 92, bottom + 26), (left + 140, bottom + 28)], juice, opacity=0.25),
        rect(left, top, half * 2, height, mix(glass, "#8E9AA0", 0.25), radius),
        rect(left + 2.5, top + 2.5, half * 2 - 5, height - 5, glass, max(3, radius - 2)),
        clip("juice", inner, [
            rect(left, level, half * 2, height, juice),
            rect(left, level, half * 2, 5, mix(juice, "#FFFFFF", 0.45)),
            polygon([(right - half * 0.55, level), (right, level), (right, bottom), (right - half * 0.9, bottom)], tones.base, opacity=0.35),
            polygon([(left + 8, top), (left + 34, top), (left + 20, bottom), (left, bottom)], "#FFFFFF", opacity=0.30),
            polygon([(left + 44, top), (left + 52, top), (left + 36, bottom), (left + 28, bottom)], "#FFFFFF", opacity=0.22),
        ]),
        rect(left + 9, top + 9, half * 2 - 18, height - 26, "none", max(4, radius - 6), stroke="#FFFFFF", stroke_width=1.4, opacity=0.6),
        line(f"M{left + radius * 0.5:.1f} {top + 1.4:.1f} H{right - radius * 0.5:.1f}", "#FFFFFF", 2, opacity=0.9),
        rect(MIDDLE - neck, top - 13, neck * 2, 15, still.metal.dark, 2),
        rect(MIDDLE - neck, top - 13, neck * 1.2, 15, still.metal.base, 2),
        line(f"M{MIDDLE - neck + 4} {top - 10:.1f} v9", still.metal.shine, 2.4),
        rect(MIDDLE - cap_width / 2, top - 13 - cap_height, cap_width, cap_height, cap.base, 5),
        clip("cap", rect(MIDDLE - cap_width / 2, top - 13 - cap_height, cap_width, cap_height, "#000", 5), [
            rect(MIDDLE - cap_width / 2, top - 90, cap_width * 0.3, 120, cap.light),
            rect(MIDDLE - cap_width / 2 + cap_width * 0.08, top - 90, cap_width * 0.07, 120, cap.shine),
            rect(MIDDLE + cap_width * 0.22, top - 90, cap_width * 0.4, 120, cap.dark),
        ]),
        *_label(still, MIDDLE, top + height * 0.54, half * 0.94),
    ]  # fmt: skip


def draw_candle(still: Still) -> list[str]:
    tones, half = still.tones, still.vary(82, 0.04)
    height = still.vary(150, 0.07)
    top, bottom, dip = TABLE - 12 - height, TABLE - 12, 17
    wax = "#F3E9D8"
    body = f"M{MIDDLE - half:.1f} {top:.1f} V{bottom} A{half:.1f} {dip} 0 0 0 {MIDDLE + half:.1f} {bottom} V{top:.1f} Z"
    shapes = [
        contact_shadow(MIDDLE + 6, bottom + dip - 2, half + 2, 10),
        path(body, tones.base),
        clip("vessel", path(body), [
            rect(MIDDLE - half, top, half * 0.42, height + 40, tones.light),
            rect(MIDDLE - half * 0.80, top, half * 0.14, height + 40, tones.shine, opacity=0.8),
            rect(MIDDLE + half * 0.34, top, half * 0.36, height + 40, tones.dark, opacity=0.7),
            rect(MIDDLE + half * 0.70, top, half * 0.36, height + 40, tones.dark),
            *_vessel(still, half, top, height, dip),
        ]),
        ellipse(MIDDLE, top, half, dip, tones.dark),
        ellipse(MIDDLE, top, half - 4, dip - 2.6, tones.deep),
    ]  # fmt: skip
    pool = clip("mouth", ellipse(MIDDLE, top, half - 4, dip - 2.6, "#000"), [
        ellipse(MIDDLE, top + 7, half - 6, dip - 3, mix(wax, "#C8A97C", 0.25)),
        ellipse(MIDDLE, top + 8, half * 0.5, 7, "#FBF3E2"),
    ])  # fmt: skip
    flame_top = top - 40
    return [
        *shapes,
        pool,
        line(f"M{MIDDLE} {top + 8:.1f} q1 -8 0 -15", "#4A3B2E", 2.4),
        circle(MIDDLE, top - 18, 46, "#F7D9A0", opacity=0.16),
        circle(MIDDLE, top - 18, 28, "#F7D9A0", opacity=0.22),
        path(f"M{MIDDLE} {flame_top:.1f} C{MIDDLE + 13} {top - 22:.1f} {MIDDLE + 9} {top - 5:.1f} {MIDDLE} {top - 5:.1f} "
             f"C{MIDDLE - 9} {top - 5:.1f} {MIDDLE - 11} {top - 20:.1f} {MIDDLE} {flame_top:.1f} Z", "#EBA94E"),
        path(f"M{MIDDLE} {flame_top + 13:.1f} C{MIDDLE + 7} {top - 18:.1f} {MIDDLE + 5} {top - 6:.1f} {MIDDLE} {top - 6:.1f} "
             f"C{MIDDLE - 5} {top - 6:.1f} {MIDDLE - 6} {top - 16:.1f} {MIDDLE} {flame_top + 13:.1f} Z", "#FCEBC0"),
        *_label(still, MIDDLE - 2, top + height * 0.58, half * 0.9),
    ]  # fmt: skip


def draw_tray(still: Still) -> list[str]:
    """A catch-all seen from above, a pair of rings and a key left in it."""
    tones, half, high = still.tones, still.vary(138, 0.03), still.vary(104, 0.05)
    x, y = MIDDLE, 276
    radius = still.rng.choice((18, 34, 96))
    rim = 17
    lining = (
        tones_of(mix(still.table, "#FFFFFF", 0.35))
        if still.rng.random() < 0.5
        else tones_of(mix(tones.base, "#FFF3E2", 0.18))
    )
    left, top = x - half, y - high
    return [
        rect(left + 10, top + 16, half * 2, high * 2, "#3B2A1C", radius, opacity=0.07),
        rect(left + 5, top + 9, half * 2, high * 2, "#3B2A1C", radius, opacity=0.10),
        rect(left, top, half * 2, high * 2, tones.dark, radius),
        rect(left, top - 4, half * 2, high * 2, tones.base, radius),
        rect(left + 3, top - 1.5, half * 2 - 6, high * 2 - 5, "none", radius - 2, stroke=tones.shine, stroke_width=1.6, opacity=0.8),
        rect(left + rim, top + rim - 5, half * 2 - rim * 2, high * 2 - rim * 2, tones.deep, max(6, radius - 12)),
        rect(left + rim + 3, top + rim + 3, half * 2 - rim * 2 - 4, high * 2 - rim * 2 - 8, lining.base, max(5, radius - 14)),
        clip("well", rect(left + rim + 3, top + rim + 3, half * 2 - rim * 2 - 4, high * 2 - rim * 2 - 8, "#000", max(5, radius - 14)),
             [*_inlay(still, lining.dark, x, y), polygon([(left, top), (x + 20, top), (left, y + 70)], "#FFFFFF", opacity=0.12)]),
        *_left_in_it(still, x, y),
    ]  # fmt: skip


def draw_vase(still: Still) -> list[str]:
    tones, rng = still.tones, still.rng
    top, bottom = 236 + rng.uniform(-12, 12), TABLE - 6
    neck, belly, foot = rng.uniform(20, 34), rng.uniform(72, 98), rng.uniform(38, 56)
    swell = rng.uniform(0.42, 0.66)
    side = top + (bottom - top) * swell
    body = (
        f"M{MIDDLE - neck - 6:.1f} {top:.1f} Q{MIDDLE - neck + 3:.1f} {top + 10:.1f} {MIDDLE - neck:.1f} {top + 22:.1f} "
        f"C{MIDDLE - neck - 4:.1f} {top + 46:.1f} {MIDDLE - belly:.1f} {side - 40:.1f} {MIDDLE - belly:.1f} {side:.1f} "
        f"C{MIDDLE - belly:.1f} {side + 40:.1f} {MIDDLE - foot:.1f} {bottom - 20} {MIDDLE - foot:.1f} {bottom} "
        f"Q{MIDDLE} {bottom + 9} {MIDDLE + foot:.1f} {bottom} "
        f"C{MIDDLE + foot:.1f} {bottom - 20} {MIDDLE + belly:.1f} {side + 40:.1f} {MIDDLE + belly:.1f} {side:.1f} "
        f"C{MIDDLE + belly:.1f} {side - 40:.1f} {MIDDLE + neck + 4:.1f} {top + 46:.1f} {MIDDLE + neck:.1f} {top + 22:.1f} "
        f"Q{MIDDLE + neck - 3:.1f} {top + 10:.1f} {MIDDLE + neck + 6:.1f} {top:.1f} Z"
    )
    return [
        contact_shadow(MIDDLE + 8, bottom + 4, foot + 20, 10),
        *_branch(still, top),
        path(body, tones.base),
        clip("vase", path(body), [
            path(f"M{MIDDLE + neck * 0.3:.1f} {top - 5:.1f} C{MIDDLE + neck:.1f} {top + 60:.1f} {MIDDLE + belly * 0.62:.1f} {side:.1f} "
                 f"{MIDDLE + foot * 0.4:.1f} {bottom + 12} H{MIDDLE + 140} V{top - 5:.1f} Z", tones.dark, opacity=0.75),
            path(f"M{MIDDLE + neck * 0.8:.1f} {top - 5:.1f} C{MIDDLE + neck + 8:.1f} {top + 60:.1f} {MIDDLE + belly * 0.92:.1f} {side:.1f} "
                 f"{MIDDLE + foot * 0.8:.1f} {bottom + 12} H{MIDDLE + 140} V{top - 5:.1f} Z", tones.deep, opacity=0.4),
            ellipse(MIDDLE - belly * 0.52, side - 8, belly * 0.26, (bottom - top) * 0.24, tones.light),
            ellipse(MIDDLE - belly * 0.60, side - 16, belly * 0.08, (bottom - top) * 0.13, tones.shine),
            *([rect(MIDDLE - 140, side + 18, 280, 4, tones.deep, opacity=0.35), rect(MIDDLE - 140, side + 27, 280, 2, tones.deep, opacity=0.35)]
              if rng.random() < 0.5 else []),
        ]),
        ellipse(MIDDLE, top, neck + 6, 7, tones.light),
        ellipse(MIDDLE, top + 0.6, neck + 1, 4.8, tones.deep),
        *_branch_front(still, top),
    ]  # fmt: skip


def _label(still: Still, x: float, y: float, width: float) -> list[str]:
    paper = "#F8F2E6"
    half, high = width / 2, width * 0.30
    return [
        rect(x - half, y - high, half * 2, high * 2, paper, 2, opacity=0.96),
        rect(x - half + 3.5, y - high + 3.5, half * 2 - 7, high * 2 - 7, "none", 1, stroke=still.metal.dark, stroke_width=0.8, opacity=0.7),
        rect(x - half * 0.46, y - high * 0.34, half * 0.92, 3, "#4A4038", 1.5),
        rect(x - half * 0.30, y + high * 0.10, half * 0.60, 2, "#4A4038", 1, opacity=0.6),
        rect(x - half * 0.18, y + high * 0.42, half * 0.36, 2, "#4A4038", 1, opacity=0.45),
    ]  # fmt: skip


def _vessel(still: Still, half: float, top: float, height: float, dip: float) -> list[str]:
    """A fluted, banded or plain vessel."""
    tones, kind = still.tones, still.rng.randrange(3)
    if kind == 0:
        return [
            rect(MIDDLE - half + index * half / 7, top, 2, height + 40, tones.deep, opacity=0.16)
            for index in range(1, 14)
        ]
    if kind == 1:
        return [
            path(f"M{MIDDLE - half:.1f} {y:.1f} A{half:.1f} {dip} 0 0 0 {MIDDLE + half:.1f} {y:.1f}", "none", stroke=still.metal.base,
                 stroke_width=3)
            for y in (top + 14, top + height - 12)
        ]  # fmt: skip
    return []


def _inlay(still: Still, tone: str, x: float, y: float) -> list[str]:
    kind = still.rng.randrange(3)
    if kind == 0:
        return [
            circle(x, y, radius, "none", stroke=tone, stroke_width=3, opacity=0.6) for radius in (20, 40, 60, 80, 100)
        ]
    if kind == 1:
        return [line(f"M{x - 150} {y + step} l300 -110", tone, 3, opacity=0.6) for step in range(-60, 200, 24)]
    return [rect(x - 90, y - 58, 180, 116, "none", 4, stroke=tone, stroke_width=2, opacity=0.8),
            rect(x - 82, y - 50, 164, 100, "none", 3, stroke=tone, stroke_width=0.9, opacity=0.8)]  # fmt: skip


def _left_in_it(still: Still, x: float, y: float) -> list[str]:
    metal = still.metal
    return [
        ellipse(x - 27, y + 30, 23, 20, "none", stroke="#3B2A1C", stroke_width=5, opacity=0.15),
        ellipse(x - 30, y + 26, 23, 20, "none", stroke=metal.dark, stroke_width=6),
        ellipse(x - 30.500, y + 25.500, 23, 20, "none", stroke=metal.base, stroke_width=4),
        path(
            f"M{x - 52} {y + 20} a23 20 0 0 1 18 -14",
            "none",
            stroke=metal.shine,
            stroke_width=2,
            stroke_linecap="round",
        ),
        line(f"M{x + 26} {y - 6} l38 30 m-9 -7 l-7 9 m-2 -16 l-6 8", metal.dark, 5),
        line(f"M{x + 25} {y - 7} l38 30 m-9 -7 l-7 9 m-2 -16 l-6 8", metal.base, 3.4),
        circle(x + 15, y - 16, 14, "none", stroke=metal.dark, stroke_width=6),
        circle(x + 14.500, y - 16.500, 14, "none", stroke=metal.base, stroke_width=4),
    ]


def _branch(still: Still, top: float) -> list[str]:
    """A dry branch with a few leaves, behind the rim."""
    rng = still.rng
    lean = rng.choice((-1, 1)) * rng.uniform(26, 54)
    tip = top - rng.uniform(126, 150)
    stem = f"M{MIDDLE} {top + 20:.1f} C{MIDDLE + lean * 0.1:.1f} {top - 50:.1f} {MIDDLE + lean * 0.5:.1f} {top - 90:.1f} {MIDDLE + lean:.1f} {tip:.1f}"
    leaf = rng.choice(("#7F8B6C", "#A08455", "#8C7B64", "#9AA08A"))
    leaves = []
    for index in range(6):
        part = 0.30 + index * 0.13
        x, y = MIDDLE + lean * part**1.6, top + (tip - top) * part
        side = 1 if index % 2 else -1
        leaves += [
            path(f"M{x:.1f} {y:.1f} q{side * 12} -20 {side * 36} -18 q{-side * 8} 20 {-side * 36} 18 Z", leaf),
            path(f"M{x:.1f} {y:.1f} q{side * 12} -20 {side * 36} -18 Z", mix(leaf, "#FFF3E2", 0.25)),
        ]
    return [line(stem, "#6B5642", 2.6), *leaves]


def _branch_front(still: Still, top: float) -> list[str]:
    return [line(f"M{MIDDLE} {top + 3:.1f} v-7", "#6B5642", 2.6)]
