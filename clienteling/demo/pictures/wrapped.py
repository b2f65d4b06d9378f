"""What is shown where there is nothing to show: a wrapped box."""

from clienteling.demo.pictures.palette import mix
from clienteling.demo.pictures.pen import contact_shadow, ellipse, line, path, polygon, rect
from clienteling.demo.pictures.still import MIDDLE, TABLE, Still


def draw_wrapped(still: Still) -> list[str]:
    """A box of the paper's tone with a ribbon of the object's colour."""
    front, side, lid = (
        mix(still.wall, "#FFFFFF", 0.4),
        mix(still.table, "#8A7258", 0.18),
        mix(still.wall, "#FFFFFF", 0.65),
    )
    ribbon, left, right, top = still.tones, 96, 288, 262
    return [
        contact_shadow(MIDDLE + 12, TABLE + 1, 112, 9),
        rect(left, top, right - left, TABLE - top, front, 2),
        polygon([(right, top), (right + 28, top - 16), (right + 28, TABLE - 18), (right, TABLE)], side),
        polygon([(left, top), (left + 28, top - 16), (right + 28, top - 16), (right, top)], lid),
        line(f"M{left} {top + 26} H{right} L{right + 28} {top + 9}", side, 1.4),
        rect(MIDDLE - 22, top, 26, TABLE - top, ribbon.base),
        rect(MIDDLE - 22, top, 7, TABLE - top, ribbon.light, opacity=0.7),
        polygon(
            [(MIDDLE - 22, top), (MIDDLE + 6, top - 16), (MIDDLE + 32, top - 16), (MIDDLE + 4, top)], ribbon.light
        ),
        path(f"M{MIDDLE + 4} {top - 8} C{MIDDLE - 34} {top - 56} {MIDDLE - 76} {top - 30} {MIDDLE + 4} {top - 8} Z", ribbon.base),
        path(f"M{MIDDLE + 4} {top - 8} C{MIDDLE + 36} {top - 60} {MIDDLE + 84} {top - 36} {MIDDLE + 4} {top - 8} Z", ribbon.dark),
        path(f"M{MIDDLE} {top - 12} C{MIDDLE - 26} {top - 36} {MIDDLE - 44} {top - 28} {MIDDLE} {top - 12} Z", ribbon.deep, opacity=0.5),
        ellipse(MIDDLE + 4, top - 9, 9, 7, ribbon.light),
    ]  # fmt: skip
