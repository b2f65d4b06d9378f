"""Belts, gloves, umbrellas, hats."""

from clienteling.demo.pictures.palette import Tones, mix, tones_of
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
)
from clienteling.demo.pictures.still import MIDDLE, TABLE, Still


def draw_belt(still: Still) -> list[str]:
    """A belt rolled up, standing on its edge, the buckle in front."""
    tones, metal = still.tones, still.metal
    x, y = MIDDLE - 4, 306
    wide, band = still.vary(116, 0.04), 52
    # The floor inside the roll lies in its own shade.
    floor = ellipse(x, y + 18, wide - 22, 26, mix(still.table, "#3B2A1C", 0.34))
    shapes = [contact_shadow(x + 8, y + 64, wide + 6, 12), floor]
    for index, (rx, ry) in enumerate(((wide, 40), (wide - 13, 34), (wide - 26, 28))):
        inside = (
            f"M{x - rx:.1f} {y - 26} A{rx:.1f} {ry} 0 0 1 {x + rx:.1f} {y - 26} v{band} "
            f"A{rx:.1f} {ry} 0 0 0 {x - rx:.1f} {y - 26 + band} Z"
        )
        shapes += [
            path(inside, tones.deep if index % 2 == 0 else tones.dark),
            path(
                f"M{x - rx:.1f} {y - 26} A{rx:.1f} {ry} 0 0 1 {x + rx:.1f} {y - 26}", stroke=tones.light, stroke_width=2
            ),
        ]
    front = (
        f"M{x - wide:.1f} {y - 26} A{wide:.1f} 40 0 0 0 {x + wide:.1f} {y - 26} v{band} "
        f"A{wide:.1f} 40 0 0 1 {x - wide:.1f} {y - 26 + band} Z"
    )
    edge = f"M{x - wide:.1f} {y - 26} A{wide:.1f} 40 0 0 0 {x + wide:.1f} {y - 26}"
    bx, by = x + 18, y + 13
    return [
        *shapes,
        path(front, tones.base),
        clip(
            "belt",
            path(front),
            [
                rect(x - wide, y - 40, wide * 0.34, 160, tones.dark, opacity=0.6),
                rect(x - wide * 0.58, y - 40, wide * 0.4, 160, tones.light, opacity=0.3 if still.is_matt else 0.6),
                rect(x + wide * 0.55, y - 40, wide * 0.5, 160, tones.dark, opacity=0.7),
            ],
        ),
        still.skin(front),
        path(edge, stroke=tones.shine, stroke_width=2),
        group([stitches(edge, still.stitch)], "translate(0 7)"),
        group([stitches(edge, still.stitch)], f"translate(0 {band - 7})"),
        *(ellipse(x - 92 + step * 17, y + 4 + step * 5 - step * step * 0.35, 2.2, 3, tones.deep) for step in range(3)),
        *_buckle(still, bx, by, band, tones, metal),
    ]


def draw_gloves(still: Still) -> list[str]:
    """A pair laid flat, one over the other."""
    return [
        group([*_glove(still, still.tones.dark, is_under=True)], "translate(232 262) rotate(15) scale(-1 1)"),
        group([*_glove(still, still.tones.base, is_under=False)], "translate(172 272) rotate(-8)"),
    ]


def draw_umbrella(still: Still) -> list[str]:
    """Rolled and leaning, handle up."""
    tones = still.tones
    wood = tones_of(still.rng.choice(("#8A5A36", "#6E4529", "#A4774A")))
    canopy = "M-7 -70 C-24 -50 -27 20 -17 96 L-3 152 H3 L17 96 C27 20 24 -50 7 -70 Z"
    crook = "M0 -72 V-148 C0 -186 -52 -186 -52 -150 V-140"
    return [
        polygon([(150, TABLE + 14), (176, TABLE + 10), (330, TABLE + 34), (300, TABLE + 44)], "#3B2A1C", opacity=0.06),
        contact_shadow(170, TABLE + 12, 24, 6),
        group(
            [
                line("M0 150 V184", still.metal.dark, 4.6),
                line("M-0.800 150 V182", still.metal.light, 1.8),
                path(canopy, tones.base),
                clip(
                    "canopy",
                    path(canopy),
                    [
                        path("M-30 -80 H-9 C-18 0 -12 80 -3 160 H-30 Z", tones.light, opacity=0.6),
                        path("M9 -80 H34 V160 H3 C10 90 16 0 9 -80 Z", tones.dark),
                        path("M-4 -80 C-8 0 -4 90 0 160 L3 160 C2 90 0 0 2 -80 Z", tones.deep, opacity=0.6),
                    ],
                ),
                still.skin(canopy),
                path("M-25 4 Q0 16 25 2 L24.500 14 Q0 28 -25 16 Z", tones.deep),
                circle(9, 14, 3.6, still.metal.light),
                rect(-8, -84, 16, 15, still.metal.dark, 3),
                rect(-8, -84, 9, 15, still.metal.base, 3),
                line(crook, wood.deep, 15),
                line(crook, wood.base, 12),
                line("M-2.500 -74 V-148 C-2.500 -181 -49 -182 -50 -152", wood.shine, 2, opacity=0.7),
                line("M-52 -141 V-136", still.metal.base, 13),
                line("M-52 -141 V-136", still.metal.shine, 3),
            ],
            "translate(212 226) rotate(12)",
        ),
    ]


def draw_hat(still: Still) -> list[str]:
    tones = still.tones
    x, y = MIDDLE, 346
    rise = still.vary(112, 0.07)
    band = tones_of(mix(tones.base, "#1E1310", 0.55)) if still.rng.random() < 0.7 else tones_of("#B98A5A")
    brim = f"M{x - 158} {y + 4} C{x - 120} {y - 34} {x + 120} {y - 34} {x + 158} {y + 4} C{x + 150} {y + 44} {x - 150} {y + 44} {x - 158} {y + 4} Z"
    crown = (
        f"M{x - 86} {y + 2} C{x - 92} {y - rise * 0.6:.1f} {x - 74} {y - rise:.1f} {x - 40} {y - rise:.1f} "
        f"C{x - 20} {y - rise:.1f} {x - 14} {y - rise + 16:.1f} {x + 4} {y - rise + 14:.1f} "
        f"C{x + 22} {y - rise + 12:.1f} {x + 26} {y - rise - 4:.1f} {x + 46} {y - rise + 2:.1f} "
        f"C{x + 78} {y - rise + 8:.1f} {x + 92} {y - rise * 0.6:.1f} {x + 86} {y + 2} Q{x} {y + 24} {x - 86} {y + 2} Z"
    )
    ribbon = f"M{x - 87} {y - 26} Q{x} {y - 4} {x + 87} {y - 26} L{x + 86} {y + 2} Q{x} {y + 24} {x - 86} {y + 2} Z"
    return [
        contact_shadow(x + 8, y + 34, 150, 10),
        path(brim, tones.dark, transform="translate(0 5)"),
        path(brim, tones.base),
        clip(
            "brim",
            path(brim),
            [
                ellipse(x - 96, y - 6, 66, 22, tones.light, opacity=0.5),
                path(f"M{x - 92} {y + 4} Q{x} {y + 34} {x + 92} {y + 4} l40 10 Q{x + 20} {y + 52} {x - 60} {y + 32} Z", tones.deep,
                     opacity=0.35),
            ],
        ),
        still.skin(brim),
        path(crown, tones.base),
        clip(
            "crown",
            path(crown),
            [
                path(f"M{x - 100} {y + 20} V{y - 120} H{x - 30} C{x - 60} {y - 80} {x - 62} {y - 30} {x - 54} {y + 30} Z", tones.light,
                     opacity=0.55),
                path(f"M{x + 26} {y - 130} C{x + 50} {y - 80} {x + 50} {y - 30} {x + 40} {y + 30} H{x + 110} V{y - 130} Z", tones.dark,
                     opacity=0.8),
                path(f"M{x - 20} {y - rise:.1f} C{x - 10} {y - rise + 40:.1f} {x + 14} {y - rise + 40:.1f} {x + 26} {y - rise - 6:.1f} L{x} {y - rise - 10:.1f} Z",
                     tones.deep, opacity=0.5),
            ],
        ),
        still.skin(crown),
        path(ribbon, band.base),
        clip("band", path(ribbon), [rect(x - 90, y - 40, 34, 80, band.light, opacity=0.7), rect(x + 40, y - 40, 60, 80, band.dark)]),
        path(f"M{x - 66} {y - 22} l-4 26 l16 6 l-1 -14 l12 16 l14 -2 l-14 -28 Z", band.dark),
        line(f"M{x - 87} {y - 26} Q{x} {y - 4} {x + 87} {y - 26}", band.shine, 1.2, opacity=0.7),
    ]  # fmt: skip


def _buckle(still: Still, x: float, y: float, band: float, tones: Tones, metal: Tones) -> list[str]:
    """A square frame, a round one or a plate."""
    kind = still.rng.randrange(3)
    half = band / 2 + 9
    keeper = rect(x + half + 8, y - band / 2 - 3, 13, band + 6, tones.dark, 3)
    if kind == 2:
        return [
            rect(x - 34, y - 24, 68, 50, "#3B2A1C", 6, opacity=0.25),
            rect(x - 36, y - 27, 68, 50, metal.dark, 6),
            rect(x - 36, y - 28, 68, 48, metal.base, 6),
            polygon([(x - 34, y - 26), (x + 6, y - 26), (x - 20, y + 18), (x - 34, y + 18)], metal.shine, opacity=0.8),
            rect(x - 28, y - 20, 52, 32, "none", 3, stroke=metal.dark, stroke_width=1.4),
            keeper,
        ]
    frame: list[str] = []
    for shift, tone, width in ((3.0, "#3B2A1C", 9.0), (0.0, metal.dark, 9.0), (-1.0, metal.base, 7.0)):
        opacity = 0.25 if tone == "#3B2A1C" else 1.0
        if kind == 0:
            frame.append(rect(x - half + shift, y - half + shift, half * 2 - 4, half * 2, "none", 7, stroke=tone,
                              stroke_width=width, opacity=opacity))  # fmt: skip
        else:
            frame.append(
                ellipse(x + shift, y + shift, half, half + 2, "none", stroke=tone, stroke_width=width, opacity=opacity)
            )
    return [
        keeper,
        *frame,
        line(f"M{x - half + 4:.1f} {y - half + 1:.1f} h{half:.1f}" if kind == 0 else f"M{x - half + 4:.1f} {y - 14:.1f} q8 -18 24 -22",
             metal.shine, 2.4),
        line(f"M{x + half - 6:.1f} {y:.1f} H{x - half + 2:.1f}", metal.dark, 7),
        line(f"M{x + half - 6:.1f} {y - 1:.1f} H{x - half + 2:.1f}", metal.light, 4),
    ]  # fmt: skip


# The fingers of a left hand, index to little: base, tip, width.
FINGERS = ((-33, -52, -41, -140, 25), (-9, -62, -11, -162, 25), (15, -58, 20, -152, 24), (36, -44, 46, -122, 21))


def _glove(still: Still, colour: str, *, is_under: bool) -> list[str]:
    tones = tones_of(colour)
    palm = "M-46 -58 C-50 -20 -44 40 -42 66 Q0 76 42 66 C46 30 54 -10 47 -48 Q20 -84 -46 -58 Z"
    thumb = "M-40 22 C-66 4 -82 -22 -90 -48 C-94 -66 -74 -72 -66 -56 C-58 -38 -48 -28 -36 -22 Z"
    cuff = "M-44 62 Q0 74 43 62 L50 116 Q0 130 -51 116 Z"
    outline = [
        (palm, thumb, cuff),
    ]
    fingers = [f"M{x} {y} L{u} {v}" for x, y, u, v, _ in FINGERS]
    widths = [width for *_, width in FINGERS]
    shadow = [
        *(line(d, "#3B2A1C", width + 1, opacity=0.12) for d, width in zip(fingers, widths, strict=True)),
        *(path(d, "#3B2A1C", opacity=0.12) for d in outline[0]),
    ]
    return [
        group(shadow, "translate(-7 9)" if is_under else "translate(7 9)"),
        path(thumb, tones.dark),
        *(line(d, tones.deep, width + 2.4) for d, width in zip(fingers, widths, strict=True)),
        *(line(d, tones.base, width) for d, width in zip(fingers, widths, strict=True)),
        *(line(f"M{x - 5} {y - 10} L{u - 5} {v + 2}", tones.light, 5, opacity=0.3 if still.is_matt else 0.7)
          for x, y, u, v, _ in FINGERS),
        path(thumb, tones.base, transform="translate(1.500 -1)"),
        line("M-82 -50 C-74 -30 -64 -16 -50 -6", tones.light, 4, opacity=0.3 if still.is_matt else 0.7),
        path(palm, tones.base),
        still.skin(palm),
        path("M22 -70 Q52 -70 47 -44 C54 -10 46 30 42 66 Q30 70 18 71 C34 30 34 -20 22 -70 Z", tones.dark, opacity=0.5),
        line("M-38 -24 C-30 -8 -28 12 -34 28", tones.deep, 1.6, opacity=0.6),
        *(line(f"M{x} -46 L{x + lean} 6", tones.deep, 2, opacity=0.55) for x, lean in ((-22, 4), (2, 1), (25, -3))),
        path(cuff, tones.dark),
        path("M-44 62 Q-20 70 -6 70 L-10 124 Q-30 122 -51 116 Z", tones.base),
        still.skin(cuff),
        stitches("M-45 71 Q0 83 44 71", still.stitch),
        stitches("M-49 108 Q0 121 48 108", still.stitch),
        rect(8, 84, 30, 13, tones.deep, 3),
        rect(17, 82, 13, 17, "none", 2, stroke=still.metal.base, stroke_width=3),
    ]  # fmt: skip
