"""Bags, seen a little from the right: a front in the light, a side in the shade."""

from clienteling.demo.pictures.pen import (
    circle,
    clip,
    contact_shadow,
    ellipse,
    group,
    line,
    path,
    polygon,
    rect,
    stitches,
)  # fmt: skip
from clienteling.demo.pictures.still import MIDDLE, TABLE, Still


def draw_tote(still: Still) -> list[str]:
    tones = still.tones
    top, bottom, half, foot = still.vary(214, 0.04), TABLE, still.vary(112, 0.05), still.vary(96, 0.05)
    left, right, low_left, low_right = MIDDLE - half - 8, MIDDLE + half - 8, MIDDLE - foot - 8, MIDDLE + foot - 8
    side, height = 27, still.vary(116, 0.1)
    front = (
        f"M{left:.1f} {top:.1f} L{right:.1f} {top:.1f} L{low_right:.1f} {bottom - 6} Q{low_right:.1f} {bottom} "
        f"{low_right - 6:.1f} {bottom} L{low_left + 6:.1f} {bottom} Q{low_left:.1f} {bottom} {low_left:.1f} {bottom - 6} Z"
    )
    grip = half * 0.46
    handle = f"M{MIDDLE - 8 - grip:.1f} {top + 34:.1f} L{MIDDLE - 8 - grip:.1f} {top - 10:.1f} "
    handle += f"C{MIDDLE - 8 - grip:.1f} {top - height:.1f} {MIDDLE - 8 + grip:.1f} {top - height:.1f} "
    handle += f"{MIDDLE - 8 + grip:.1f} {top - 10:.1f} L{MIDDLE - 8 + grip:.1f} {top + 34:.1f}"
    shapes = [
        contact_shadow(MIDDLE + 6, bottom, foot + 22),
        group([line(handle, tones.deep, 9)], "translate(20 -9)"),
        polygon(
            [(right, top), (right + side, top - 7), (low_right + side - 4, bottom - 9), (low_right, bottom - 1)],
            tones.dark,
        ),
        polygon([(right, top), (right + side, top - 7), (right + side * 0.45, bottom - 120)], tones.deep, opacity=0.6),
        polygon([(left, top), (left + side, top - 8), (right + side, top - 7), (right, top)], tones.deep),
        path(front, tones.base),
        polygon([(left, top), (left + half * 0.62, top), (low_left + 16, bottom - 1), (low_left + 4, bottom - 1)],
                tones.light, opacity=0.25 if still.is_matt else 0.55),
        still.skin(front),
        line(f"M{left:.1f} {top:.1f} L{right:.1f} {top:.1f}", tones.shine, 2.2),
        stitches(f"M{left + 5:.1f} {top + 8:.1f} L{right - 4:.1f} {top + 8:.1f}", still.stitch),
        stitches(f"M{low_left + 4:.1f} {bottom - 26} L{low_right - 4:.1f} {bottom - 26}", still.stitch),
        line(f"M{low_left + 1:.1f} {bottom - 31} L{low_right - 1:.1f} {bottom - 31}", tones.dark, 1.4),
        line(handle, tones.dark, 10),
        line(handle, tones.base, 7),
        line(handle, tones.light, 1.6, opacity=0.8),
    ]  # fmt: skip
    for x in (MIDDLE - 8 - grip, MIDDLE - 8 + grip):
        shapes += [
            path(f"M{x - 8:.1f} {top + 12:.1f} h16 v26 q-8 9 -16 0 Z", tones.dark),
            stitches(f"M{x - 5:.1f} {top + 16:.1f} v19 M{x + 5:.1f} {top + 16:.1f} v19", still.stitch, 1),
            circle(x, top + 26, 2.6, still.metal.light),
        ]
    shapes.append(rect(MIDDLE - 8 - 17, top + 52, 34, 2.4, tones.shine, 1.2, opacity=0.75))
    if still.rng.random() < 0.45:
        shapes += _tag(still, MIDDLE - 8 + grip, top + 32)
    return shapes


def draw_top_handle(still: Still) -> list[str]:
    tones = still.tones
    top, bottom = still.vary(238, 0.03), TABLE - 4
    half, foot, side = still.vary(100, 0.05), still.vary(122, 0.04), 30
    middle = MIDDLE - 10
    front = (
        f"M{middle - half:.1f} {top:.1f} L{middle + half:.1f} {top:.1f} L{middle + foot:.1f} {bottom - 8} "
        f"Q{middle + foot:.1f} {bottom} {middle + foot - 8:.1f} {bottom} L{middle - foot + 8:.1f} {bottom} "
        f"Q{middle - foot:.1f} {bottom} {middle - foot:.1f} {bottom - 8} Z"
    )
    fall = (bottom - top) * still.rng.uniform(0.46, 0.6)
    reach = half + (foot - half) * fall / (bottom - top) + 1
    flap = (
        f"M{middle - half - 1:.1f} {top:.1f} L{middle + half + 1:.1f} {top:.1f} L{middle + reach:.1f} {top + fall - 16:.1f} "
        f"C{middle + reach * 0.6:.1f} {top + fall + 6:.1f} {middle + 30} {top + fall + 10:.1f} {middle} {top + fall + 10:.1f} "
        f"C{middle - 30} {top + fall + 10:.1f} {middle - reach * 0.6:.1f} {top + fall + 6:.1f} "
        f"{middle - reach:.1f} {top + fall - 16:.1f} Z"
    )
    rise = still.vary(104, 0.06)
    grip = half * 0.5
    handle = (
        f"M{middle - grip:.1f} {top - 3:.1f} C{middle - grip - 6:.1f} {top - rise:.1f} "
        f"{middle + grip + 6:.1f} {top - rise:.1f} {middle + grip:.1f} {top - 3:.1f}"
    )
    return [
        contact_shadow(middle + 16, bottom + 4, foot + 20),
        *(rect(x, bottom - 1, 12, 5, still.metal.dark, 2) for x in (middle - foot + 16, middle + foot - 30)),
        polygon([(middle + half, top), (middle + half + side, top - 8), (middle + foot + side - 8, bottom - 12),
                 (middle + foot, bottom - 2)], tones.dark),
        polygon([(middle + half, top), (middle + half + side, top - 8), (middle + foot + 6, bottom - 62)],
                tones.deep, opacity=0.5),
        polygon([(middle - half, top), (middle - half + side, top - 8), (middle + half + side, top - 8),
                 (middle + half, top)], tones.deep),
        path(front, tones.dark),
        path(front, tones.base, opacity=0.55),
        still.skin(front),
        path(flap, tones.deep, opacity=0.4, transform="translate(0 4)"),
        path(flap, tones.base),
        clip("flap", path(flap), [
            polygon([(middle - half - 30, top - 2), (middle - half * 0.1, top - 2), (middle - half * 0.62, top + fall + 14),
                     (middle - reach - 20, top + fall + 14)], tones.light, opacity=0.25 if still.is_matt else 0.6),
        ]),
        still.skin(flap),
        line(f"M{middle - half:.1f} {top + 0.6:.1f} L{middle + half:.1f} {top + 0.6:.1f}", tones.shine, 2),
        group([stitches(flap, still.stitch)],
              f"translate({middle * 0.045:.2f} {(top + fall / 2) * 0.05:.2f}) scale(.955 .95)"),
        line(handle, tones.deep, 13, transform="translate(9 -5)"),
        line(handle, tones.dark, 14),
        line(handle, tones.base, 10.5),
        line(handle, tones.shine, 1.8, opacity=0.75, transform="translate(-2 -2)"),
        *(_ring_mount(still, middle + sign * grip, top - 2) for sign in (-1, 1)),
        *_clasp(still, middle, top + fall + 4),
    ]  # fmt: skip


def draw_crossbody(still: Still) -> list[str]:
    tones = still.tones
    middle, bottom = MIDDLE - 6, TABLE - 2
    half, height = still.vary(98, 0.05), still.vary(138, 0.05)
    top = bottom - height
    curve = still.rng.uniform(22, 60)
    body = (
        f"M{middle - half:.1f} {top:.1f} H{middle + half:.1f} V{bottom - curve:.1f} Q{middle + half:.1f} {bottom} "
        f"{middle + half - curve:.1f} {bottom} H{middle - half + curve:.1f} Q{middle - half:.1f} {bottom} "
        f"{middle - half:.1f} {bottom - curve:.1f} Z"
    )
    fall = height * still.rng.uniform(0.55, 0.72)
    flap = (
        f"M{middle - half - 2:.1f} {top - 4:.1f} Q{middle - half - 2:.1f} {top - 10:.1f} {middle - half + 8:.1f} {top - 10:.1f} "
        f"H{middle + half - 8:.1f} Q{middle + half + 2:.1f} {top - 10:.1f} {middle + half + 2:.1f} {top - 4:.1f} "
        f"V{top + fall * 0.35:.1f} Q{middle + half + 2:.1f} {top + fall:.1f} {middle + half * 0.3:.1f} {top + fall:.1f} "
        f"H{middle - half * 0.3:.1f} Q{middle - half - 2:.1f} {top + fall:.1f} {middle - half - 2:.1f} {top + fall * 0.35:.1f} Z"
    )
    strap = (
        f"M{middle - half + 2:.1f} {top + 8:.1f} C{middle - half - 26:.1f} {top - 196:.1f} {middle + half + 66:.1f} "
        f"{top - 210:.1f} {middle + half + 8:.1f} {top + 8:.1f}"
    )
    side = polygon([(middle + half, top), (middle + half + 18, top - 2), (middle + half + 18, bottom - curve - 4),
                    (middle + half - curve * 0.2, bottom - 8), (middle + half - curve, bottom)], tones.dark)  # fmt: skip
    return [
        contact_shadow(middle + 10, bottom + 2, half * 0.98),
        line(strap, tones.deep, 8),
        line(strap, tones.dark, 6),
        line(strap, tones.light, 1.2, opacity=0.6),
        side,
        path(body, tones.dark),
        path(body, tones.base, opacity=0.5),
        still.skin(body),
        path(flap, tones.deep, opacity=0.35, transform="translate(1 5)"),
        path(flap, tones.base),
        clip("flap", path(flap), [
            ellipse(middle - half * 0.75, top + 8, half * 0.95, fall * 1.02, tones.light,
                    opacity=0.25 if still.is_matt else 0.5),
        ]),
        still.skin(flap),
        line(f"M{middle - half + 6:.1f} {top - 9:.1f} H{middle + half - 6:.1f}", tones.shine, 2),
        group([stitches(flap, still.stitch)],
              f"translate({middle * 0.05:.2f} {(top + fall / 2) * 0.055:.2f}) scale(.95 .945)"),
        *(circle(x, top + 6, 6.5, "none", stroke=still.metal.base, stroke_width=3)
          for x in (middle - half + 2, middle + half + 8)),
        *_clasp(still, middle, top + fall - 8),
    ]  # fmt: skip


def draw_bucket(still: Still) -> list[str]:
    tones = still.tones
    middle, top, bottom = MIDDLE - 2, still.vary(232, 0.03), TABLE - 6
    half, foot = still.vary(96, 0.04), still.vary(80, 0.04)
    body = (
        f"M{middle - half:.1f} {top:.1f} C{middle - half - 2:.1f} {top + 70:.1f} {middle - foot - 10:.1f} {bottom - 40} "
        f"{middle - foot:.1f} {bottom - 8} Q{middle} {bottom + 20} {middle + foot:.1f} {bottom - 8} "
        f"C{middle + foot + 10:.1f} {bottom - 40} {middle + half + 2:.1f} {top + 70:.1f} {middle + half:.1f} {top:.1f} "
        f"Q{middle} {top + 34:.1f} {middle - half:.1f} {top:.1f} Z"
    )
    strap = (
        f"M{middle - half + 8:.1f} {top + 26:.1f} C{middle - half * 0.8:.1f} {top - 150:.1f} "
        f"{middle + half * 0.8:.1f} {top - 150:.1f} {middle + half - 8:.1f} {top + 26:.1f}"
    )
    pleats = [
        line(f"M{middle + part * half:.1f} {top + 18 - abs(part) * 12:.1f} q{part * -5:.1f} 22 {part * -9:.1f} {48 - abs(part) * 14:.1f}",
             tones.deep, 1.6, opacity=0.55)
        for part in (-0.78, -0.52, -0.26, 0.02, 0.3, 0.56, 0.8)
    ]  # fmt: skip
    cord = tones.deep
    return [
        contact_shadow(middle + 6, bottom + 6, foot * 1.05, 11),
        group([line(strap, tones.deep, 9)], "translate(10 -6)"),
        ellipse(middle, top, half, 22, tones.deep),
        ellipse(middle, top + 3, half - 7, 16, tones.dark, opacity=0.6),
        path(body, tones.base),
        clip("body", path(body), [
            polygon([(middle + half * 0.35, top), (middle + half + 30, top), (middle + half, bottom + 30),
                     (middle + foot * 0.5, bottom + 30)], tones.dark),
            polygon([(middle - half * 0.82, top), (middle - half * 0.42, top), (middle - foot * 0.5, bottom + 30),
                     (middle - foot * 0.86, bottom + 30)], tones.light, opacity=0.3 if still.is_matt else 0.6),
            path(f"M{middle - 140} {bottom - 46} Q{middle} {bottom - 22} {middle + 140} {bottom - 46} V{bottom + 40} H{middle - 140} Z",
                 tones.deep, opacity=0.35),
        ]),
        still.skin(body),
        *pleats,
        stitches(f"M{middle - foot - 3:.1f} {bottom - 51} Q{middle} {bottom - 28} {middle + foot + 3:.1f} {bottom - 51}", still.stitch),
        line(f"M{middle - half + 3:.1f} {top + 22:.1f} Q{middle} {top + 56:.1f} {middle + half - 3:.1f} {top + 22:.1f}", cord, 4),
        *(circle(middle + part * half, top + 22 + (1 - part * part) * 16.5, 3.4, still.metal.base,
                 stroke=still.metal.dark, stroke_width=1) for part in (-0.78, -0.4, 0.42, 0.8)),
        line(f"M{middle - 6} {top + 40:.1f} q-16 28 -8 62 M{middle + 6} {top + 40:.1f} q14 24 10 50", cord, 3.4),
        *(path(f"M{x - 6:.1f} {y:.1f} h12 l3 24 q-9 5 -18 0 Z", tones.dark) + rect(x - 6, y - 3, 12, 6, still.metal.base, 2)
          for x, y in ((middle - 14, top + 102), (middle + 16, top + 90))),
        circle(middle, top + 40, 7, tones.dark, stroke=tones.shine, stroke_width=1),
        line(strap, tones.dark, 10),
        line(strap, tones.base, 7),
        line(strap, tones.shine, 1.3, opacity=0.6),
        *(circle(middle + sign * (half - 8), top + 26, 4, still.metal.light) for sign in (-1, 1)),
    ]  # fmt: skip


def draw_clutch(still: Still) -> list[str]:
    tones = still.tones
    half, height = still.vary(134, 0.04), still.vary(124, 0.06)
    top, bottom = TABLE - 8 - height, TABLE - 8
    left, right = MIDDLE - half, MIDDLE + half
    point = top + height * still.rng.uniform(0.58, 0.74)
    lean = still.rng.choice((0, 0, 34))
    flap = f"M{left} {top + 3} L{MIDDLE + lean} {point:.1f} L{right} {top + 3} Q{right} {top} {right - 6} {top} H{left + 6} Q{left} {top} {left} {top + 3} Z"
    return [
        contact_shadow(MIDDLE + 6, bottom + 2, half * 1.0, 8),
        rect(left + 9, top - 5, half * 2 - 10, height, tones.deep, 7),
        rect(left, top, half * 2, height, tones.base, 7),
        polygon([(right - half * 0.7, bottom), (right, bottom - height * 0.72), (right, bottom - 6), (right - 6, bottom)],
                tones.dark, opacity=0.7),
        still.skin(f"M{left} {top} H{right} V{bottom} H{left} Z"),
        path(flap, tones.deep, opacity=0.45, transform="translate(0 6)"),
        path(flap, tones.base),
        polygon([(left + 3, top + 2), (MIDDLE + lean, point - 1), (MIDDLE - half * 0.32, top + 2)], tones.light,
                opacity=0.3 if still.is_matt else 0.6),
        polygon([(right - 3, top + 2), (MIDDLE + lean, point - 1), (MIDDLE + half * 0.5, top + 2)], tones.dark, opacity=0.5),
        still.skin(flap),
        line(f"M{left + 4} {top + 1} H{right - 4}", tones.shine, 2.2),
        stitches(f"M{left + 10} {top + 10} L{MIDDLE + lean} {point - 8:.1f} L{right - 10} {top + 10}", still.stitch),
        stitches(f"M{left + 7} {top + 30} V{bottom - 7} H{right - 7} V{top + 30}", still.stitch),
        polygon([(MIDDLE + lean, point - 13), (MIDDLE + lean + 10, point - 2), (MIDDLE + lean, point + 10),
                 (MIDDLE + lean - 10, point - 2)], still.metal.base),
        polygon([(MIDDLE + lean, point - 13), (MIDDLE + lean, point + 10), (MIDDLE + lean - 10, point - 2)], still.metal.shine),
    ]  # fmt: skip


def _tag(still: Still, x: float, y: float) -> list[str]:
    """A leather tag on a cord."""
    return [
        line(f"M{x:.1f} {y:.1f} q15 22 11 44", still.tones.deep, 2),
        path(f"M{x + 1:.1f} {y + 46:.1f} l10 -8 l10 8 v30 q0 4 -4 4 h-12 q-4 0 -4 -4 Z", still.tones.dark),
        stitches(f"M{x + 4:.1f} {y + 50:.1f} v26 h14 v-26", still.stitch, 0.9),
        circle(x + 11, y + 47, 2.4, still.metal.light),
    ]


def _ring_mount(still: Still, x: float, y: float) -> str:
    """The leather loop and metal ring in which a handle hangs."""
    return group(
        [
            circle(x, y - 4, 9, "none", stroke=still.metal.dark, stroke_width=4),
            circle(x, y - 4, 9, "none", stroke=still.metal.light, stroke_width=1.8),
            path(f"M{x - 8:.1f} {y:.1f} h16 v17 q-8 6 -16 0 Z", still.tones.dark),
            circle(x, y + 10, 2.2, still.metal.light),
        ]
    )


def _clasp(still: Still, x: float, y: float) -> list[str]:
    """Hardware in one of three shapes."""
    metal, kind = still.metal, still.rng.randrange(3)
    if kind == 0:
        return [
            rect(x - 15, y - 10, 30, 20, metal.dark, 5),
            rect(x - 15, y - 11, 30, 19, metal.base, 5),
            rect(x - 12, y - 9, 24, 5, metal.shine, 2.5, opacity=0.8),
            rect(x - 2, y - 4, 4, 8, metal.deep, 2),
        ]
    if kind == 1:
        return [
            circle(x, y + 1, 11, metal.dark),
            circle(x, y, 11, metal.base),
            path(
                f"M{x - 9:.1f} {y - 3:.1f} a9.5 9.5 0 0 1 13 -5",
                "none",
                stroke=metal.shine,
                stroke_width=3,
                stroke_linecap="round",
            ),
            circle(x, y, 3, metal.deep),
        ]
    return [
        rect(x - 22, y - 5, 44, 11, metal.dark, 5.5),
        rect(x - 22, y - 6, 44, 10, metal.base, 5),
        line(f"M{x - 17:.1f} {y - 3:.1f} h26", metal.shine, 2),
    ]
