"""Small leather goods: wallets, card holders, pouches, key rings, notebook covers, jewel cases."""

from clienteling.demo.pictures.palette import mix
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


def draw_wallet(still: Still) -> list[str]:
    tones = still.tones
    half, height = still.vary(122, 0.05), still.vary(142, 0.08)
    left, right, top, bottom = MIDDLE - half, MIDDLE + half, TABLE - 6 - height, TABLE - 6
    body = f"M{left:.1f} {top:.1f} H{right:.1f} V{bottom:.1f} H{left:.1f} Z"
    fold = top + height * still.rng.uniform(0.2, 0.3)
    middle = top + height * 0.56
    return [
        contact_shadow(MIDDLE + 6, bottom + 2, half, 8),
        rect(left + 8, top - 7, half * 2 - 8, height, tones.deep, 9),
        rect(left + 4, top - 3, half * 2 - 4, height, tones.dark, 9),
        rect(left, top, half * 2, height, tones.base, 9),
        clip("leaf", rect(left, top, half * 2, height, "#000", 9), [
            polygon([(left, top), (left + half * 0.9, top), (left + half * 0.3, bottom), (left, bottom)], tones.light,
                    opacity=0.28 if still.is_matt else 0.55),
            rect(left, bottom - 10, half * 2, 12, tones.dark, opacity=0.6),
        ]),
        still.skin(body),
        line(f"M{left + 2:.1f} {fold:.1f} H{right - 2:.1f}", tones.deep, 1.4, opacity=0.7),
        line(f"M{left + 7:.1f} {top + 1:.1f} H{right - 7:.1f}", tones.shine, 2),
        stitches(f"M{left + 8:.1f} {fold + 7:.1f} V{bottom - 8:.1f} H{right - 8:.1f} V{fold + 7:.1f}", still.stitch),
        stitches(f"M{left + 8:.1f} {fold - 5:.1f} V{top + 8:.1f} H{right - 8:.1f} V{fold - 5:.1f}", still.stitch),
        path(f"M{right + 3:.1f} {middle - 19:.1f} h-46 q-19 0 -19 19 q0 19 19 19 h46 Z", tones.deep, opacity=0.35,
             transform="translate(-2 4)"),
        path(f"M{right + 3:.1f} {middle - 19:.1f} h-46 q-19 0 -19 19 q0 19 19 19 h46 Z", tones.dark),
        stitches(f"M{right:.1f} {middle - 14:.1f} h-43 q-14 0 -14 14 q0 14 14 14 h43", still.stitch, 1.1),
        circle(right - 42, middle, 8, still.metal.dark),
        circle(right - 42, middle - 1, 7.4, still.metal.base),
        circle(right - 44, middle - 3, 2.6, still.metal.shine),
        rect(left + 20, bottom - 24, 30, 2.2, tones.shine, 1, opacity=0.7),
    ]  # fmt: skip


def draw_card_holder(still: Still) -> list[str]:
    tones = still.tones
    half, height = still.vary(92, 0.04), still.vary(132, 0.05)
    left, right, top, bottom = MIDDLE - half, MIDDLE + half, TABLE - 8 - height, TABLE - 8
    cards = [
        rect(left + 12 + 3 * index, top - 26 + 9 * index, half * 2 - 30 + 2 * index, 60, tone, 6)
        for index, tone in enumerate((mix(still.wall, "#7A6A55", 0.30), mix(still.wall, "#FFFFFF", 0.4)))
    ]
    slant = still.rng.choice((0, 0, 22))
    slots = []
    for index in range(still.rng.randint(2, 3)):
        y = top + 22 + index * 26
        slots += [
            line(f"M{left + 3:.1f} {y + slant:.1f} L{right - 3:.1f} {y:.1f}", tones.deep, 2.2),
            line(f"M{left + 3:.1f} {y + 2.6 + slant:.1f} L{right - 3:.1f} {y + 2.6:.1f}", tones.light, 1.2),
        ]
    return [
        contact_shadow(MIDDLE + 6, bottom + 2, half, 8),
        rect(left + 6, top - 4, half * 2 - 4, height, tones.deep, 8),
        *cards,
        rect(left, top, half * 2, height, tones.base, 8),
        clip("leaf", rect(left, top, half * 2, height, "#000", 8), [
            polygon([(left, top), (left + half * 1.05, top), (left + half * 0.25, bottom), (left, bottom)], tones.light,
                    opacity=0.28 if still.is_matt else 0.55),
            polygon([(right, top + 30), (right, bottom), (right - 70, bottom)], tones.dark, opacity=0.5),
        ]),
        still.skin(f"M{left:.1f} {top:.1f} H{right:.1f} V{bottom:.1f} H{left:.1f} Z"),
        *slots,
        line(f"M{left + 7:.1f} {top + 1:.1f} H{right - 7:.1f}", tones.shine, 2),
        stitches(f"M{left + 7:.1f} {top + 10:.1f} V{bottom - 7:.1f} H{right - 7:.1f} V{top + 10:.1f}", still.stitch),
        rect(MIDDLE - 17, bottom - 24, 34, 2.2, tones.shine, 1, opacity=0.75),
    ]  # fmt: skip


def draw_pouch(still: Still) -> list[str]:
    tones = still.tones
    half, height = still.vary(120, 0.05), still.vary(128, 0.07)
    left, right, top, bottom = MIDDLE - half, MIDDLE + half, TABLE - 8 - height, TABLE - 8
    body = (
        f"M{left + 14:.1f} {top:.1f} Q{MIDDLE} {top - 12:.1f} {right - 14:.1f} {top:.1f} "
        f"C{right + 6:.1f} {top + 40:.1f} {right + 8:.1f} {bottom - 30} {right - 6:.1f} {bottom - 8} "
        f"Q{MIDDLE} {bottom + 8} {left + 6:.1f} {bottom - 8} C{left - 8:.1f} {bottom - 30} {left - 6:.1f} {top + 40:.1f} "
        f"{left + 14:.1f} {top:.1f} Z"
    )
    loop = f"M{left + 16:.1f} {top + 6:.1f} c-58 -30 -70 40 -44 104 c8 22 26 20 30 -4 c6 -40 6 -70 14 -98"
    return [
        contact_shadow(MIDDLE + 6, bottom + 2, half * 0.98, 9),
        line(loop, tones.deep, 8),
        line(loop, tones.dark, 5.4),
        path(body, tones.base),
        clip("body", path(body), [
            ellipse(left + half * 0.62, top + height * 0.42, half * 0.62, height * 0.62, tones.light,
                    opacity=0.26 if still.is_matt else 0.5),
            path(f"M{right - 46:.1f} {top - 20:.1f} C{right - 20:.1f} {top + 50:.1f} {right - 26:.1f} {bottom - 30} "
                 f"{right - 60:.1f} {bottom + 20} H{right + 40:.1f} V{top - 20:.1f} Z", tones.dark, opacity=0.6),
            path(f"M{left - 20:.1f} {bottom - 22} Q{MIDDLE} {bottom + 2} {right + 20:.1f} {bottom - 22} V{bottom + 30} H{left - 20:.1f} Z",
                 tones.dark, opacity=0.5),
        ]),
        still.skin(body),
        line(f"M{left + 16:.1f} {top + 3:.1f} Q{MIDDLE} {top - 9:.1f} {right - 16:.1f} {top + 3:.1f}", tones.deep, 7),
        line(f"M{left + 18:.1f} {top + 3:.1f} Q{MIDDLE} {top - 9:.1f} {right - 18:.1f} {top + 3:.1f}", still.metal.base, 2.4,
             stroke_dasharray="2 2.4"),
        stitches(f"M{left + 10:.1f} {top + 15:.1f} Q{MIDDLE} {top + 3:.1f} {right - 10:.1f} {top + 15:.1f}", still.stitch),
        rect(right - 40, top - 4, 15, 9, still.metal.base, 3),
        line(f"M{right - 33:.1f} {top + 4:.1f} l3 12", still.metal.dark, 2.4),
        path(f"M{right - 36:.1f} {top + 15:.1f} h12 l3 30 q-8 6 -16 1 Z", tones.deep),
        stitches(f"M{right - 32:.1f} {top + 20:.1f} l-1 22", still.stitch, 1),
        rect(MIDDLE - 17, bottom - 32, 34, 2.2, tones.shine, 1, opacity=0.7),
    ]  # fmt: skip


def draw_key_ring(still: Still) -> list[str]:
    """A strap through a ring, laid flat, with a weight at its end: disc, bell or knot."""
    tones, metal = still.tones, still.metal
    x, y = MIDDLE, 214
    lean = still.rng.uniform(-9, 9)
    ends = (_disc, _bell, _knot)
    return [
        group([
            circle(3, -42, 40, "none", stroke="#3B2A1C", stroke_width=5, opacity=0.18),
            circle(0, -46, 40, "none", stroke=metal.dark, stroke_width=7),
            circle(-0.6, -46.6, 40, "none", stroke=metal.base, stroke_width=5),
            path("M-38 -58 a40 40 0 0 1 40 -28", stroke=metal.shine, stroke_width=2.4, stroke_linecap="round"),
            path("M-19 -14 q19 -12 38 0 l4 92 h-46 Z", "#3B2A1C", opacity=0.16, transform="translate(5 6)"),
            path("M-17 -12 q17 -11 34 0 l5 92 h-44 Z", tones.base),
            polygon([(-17, -12), (-3, -16), (-9, 80), (-22, 80)], tones.light, opacity=0.3 if still.is_matt else 0.6),
            polygon([(11, -14), (17, -12), (22, 80), (13, 80)], tones.dark, opacity=0.6),
            still.skin("M-17 -12 q17 -11 34 0 l5 92 h-44 Z"),
            stitches("M-12 -6 L-16.500 76 M12 -6 L16.500 76", still.stitch),
            rect(-21, 4, 42, 11, tones.dark, 3),
            circle(0, 9.5, 3.4, metal.light),
            *still.rng.choice(ends)(still),
        ], f"translate({x} {y}) rotate({lean:.1f})"),
    ]  # fmt: skip


def draw_notebook(still: Still) -> list[str]:
    tones = still.tones
    half, height = still.vary(100, 0.03), still.vary(236, 0.03)
    left, right, top, bottom = MIDDLE - half - 8, MIDDLE + half - 8, TABLE - 4 - height, TABLE - 4
    pages = mix("#FBF7EF", still.wall, 0.2)
    return [
        contact_shadow(MIDDLE + 4, bottom + 2, half + 12, 9),
        polygon([(right - 4, top + 2), (right + 20, top - 10), (right + 20, bottom - 14), (right - 4, bottom - 2)], tones.deep),
        polygon([(right - 4, top + 7), (right + 16, top - 3), (right + 16, bottom - 17), (right - 4, bottom - 6)], pages),
        *(line(f"M{right + shift} {top + 6 - shift * 0.5:.1f} V{bottom - 7 - shift * 0.55:.1f}", "#CBBFAE", 0.7)
          for shift in (3, 7, 11)),
        polygon([(left + 4, top), (left + 26, top - 12), (right + 20, top - 12), (right, top)], tones.dark),
        rect(left, top, half * 2, height, tones.base, 7),
        clip("cover", rect(left, top, half * 2, height, "#000", 7), [
            polygon([(left, top), (left + half * 1.1, top), (left + half * 0.1, bottom), (left, bottom)], tones.light,
                    opacity=0.28 if still.is_matt else 0.5),
            rect(left, top, 20, height, tones.dark, opacity=0.45),
            polygon([(right, top + height * 0.5), (right, bottom), (right - 84, bottom)], tones.dark, opacity=0.4),
        ]),
        still.skin(f"M{left:.1f} {top:.1f} H{right:.1f} V{bottom:.1f} H{left:.1f} Z"),
        line(f"M{left + 20:.1f} {top + 1:.1f} V{bottom - 1:.1f}", tones.deep, 1.2, opacity=0.7),
        stitches(f"M{left + 27:.1f} {top + 8:.1f} H{right - 8:.1f} V{bottom - 8:.1f} H{left + 27:.1f} Z", still.stitch),
        rect(right - 44, top, 11, height, tones.deep, opacity=0.9),
        rect(right - 44, top, 3, height, tones.dark),
        rect(left + 46, top + 40, 46, 2.4, tones.shine, 1.2, opacity=0.75),
        rect(left + 46, top + 47, 26, 2.4, tones.shine, 1.2, opacity=0.5),
    ]  # fmt: skip


def draw_jewel_case(still: Still) -> list[str]:
    """An open case: lid behind, a cushion of paper colour, a ring standing in it."""
    tones = still.tones
    half = still.vary(116, 0.03)
    left, right, top, bottom = MIDDLE - half, MIDDLE + half, 306, TABLE - 4
    cushion = mix(still.wall, "#D8C8B0", 0.55)
    return [
        contact_shadow(MIDDLE + 6, bottom + 2, half + 6, 9),
        path(f"M{left + 6:.1f} {top - 6} L{left + 20:.1f} 178 Q{left + 21:.1f} 172 {left + 28:.1f} 172 H{right - 28:.1f} "
             f"Q{right - 21:.1f} 172 {right - 20:.1f} 178 L{right - 6:.1f} {top - 6} Z", tones.dark),
        path(f"M{left + 18:.1f} {top - 10} L{left + 30:.1f} 184 H{right - 30:.1f} L{right - 18:.1f} {top - 10} Z", cushion),
        path(f"M{left + 18:.1f} {top - 10} L{left + 30:.1f} 184 H{left + 84:.1f} L{left + 54:.1f} {top - 10} Z", "#FFFFFF", opacity=0.3),
        rect(MIDDLE - 18, 206, 36, 2.4, still.metal.dark, 1.2, opacity=0.8),
        polygon([(left, top), (left + 14, top - 18), (right - 14, top - 18), (right, top)], tones.deep),
        polygon([(left + 12, top - 2), (left + 22, top - 14), (right - 22, top - 14), (right - 12, top - 2)], cushion),
        polygon([(left + 12, top - 2), (left + 15, top - 6), (right - 15, top - 6), (right - 12, top - 2)], "#3B2A1C", opacity=0.12),
        clip("ring", rect(0, 0, 400, top - 8, "#000"), [
            ellipse(MIDDLE, top - 20, 21, 23, "none", stroke=still.metal.dark, stroke_width=5),
            ellipse(MIDDLE - 0.6, top - 20.5, 21, 23, "none", stroke=still.metal.base, stroke_width=3.4),
            ellipse(MIDDLE, top - 45, 9, 7, still.metal.shine, stroke=still.metal.dark, stroke_width=1),
        ]),
        rect(left, top, half * 2, bottom - top, tones.base, 6),
        clip("box", rect(left, top, half * 2, bottom - top, "#000", 6), [
            polygon([(left, top), (left + half, top), (left + half * 0.6, bottom), (left, bottom)], tones.light,
                    opacity=0.25 if still.is_matt else 0.5),
            rect(left, bottom - 12, half * 2, 14, tones.dark, opacity=0.6),
        ]),
        still.skin(f"M{left:.1f} {top} H{right:.1f} V{bottom} H{left:.1f} Z"),
        line(f"M{left + 4:.1f} {top + 1} H{right - 4:.1f}", tones.shine, 2.2),
        stitches(f"M{left + 8:.1f} {top + 9} H{right - 8:.1f} V{bottom - 8} H{left + 8:.1f} Z", still.stitch),
        rect(MIDDLE - 11, top - 3, 22, 17, still.metal.dark, 4),
        rect(MIDDLE - 11, top - 4, 22, 16, still.metal.base, 4),
        circle(MIDDLE, top + 4, 2.6, still.metal.deep),
    ]  # fmt: skip


def _disc(still: Still) -> list[str]:
    return [
        circle(4, 122, 44, "#3B2A1C", opacity=0.16),
        circle(0, 118, 44, still.tones.dark),
        circle(-1, 117, 42, still.tones.base),
        path("M-40 108 a42 42 0 0 1 50 -32 q-26 16 -34 62 Z", still.tones.light, opacity=0.5),
        circle(0, 118, 36, "none", stroke=still.stitch, stroke_width=1.3, stroke_dasharray="4.2 3.8", opacity=0.8),
        rect(-14, 117, 28, 2.2, still.tones.shine, 1, opacity=0.8),
        circle(0, 84, 4, still.metal.light),
    ]


def _bell(still: Still) -> list[str]:
    return [
        path(
            "M-20 82 h40 q14 42 17 78 q-37 16 -74 0 q3 -36 17 -78 Z",
            "#3B2A1C",
            opacity=0.16,
            transform="translate(5 5)",
        ),
        path("M-20 80 h40 q14 42 17 78 q-37 16 -74 0 q3 -36 17 -78 Z", still.tones.dark),
        path("M-20 80 h26 q6 42 2 85 q-24 2 -45 -7 q3 -36 17 -78 Z", still.tones.base),
        path("M-20 80 h10 q-6 40 -9 83 q-10 -2 -18 -5 q3 -36 17 -78 Z", still.tones.light, opacity=0.6),
        stitches("M-31 150 q31 13 62 0", still.stitch),
        rect(-22, 76, 44, 9, still.metal.base, 4),
        line("M-17 79 h22", still.metal.shine, 2),
    ]


def _knot(still: Still) -> list[str]:
    tones = still.tones
    return [
        line("M-10 84 C-46 96 -44 150 0 146 C44 142 42 104 4 110", tones.deep, 19),
        line("M-10 84 C-46 96 -44 150 0 146 C44 142 42 104 4 110", tones.base, 15),
        line("M10 84 C44 92 46 118 20 128 L-18 166", tones.deep, 19),
        line("M10 84 C44 92 46 118 20 128 L-18 166", tones.base, 15),
        line("M-8 86 C-38 98 -40 136 -10 143", tones.shine, 2, opacity=0.7),
        line("M12 86 C38 94 40 114 18 124 L-14 160", tones.shine, 2, opacity=0.7),
        polygon([(-26, 162), (-12, 174), (-17, 180), (-32, 167)], still.metal.base),
    ]
