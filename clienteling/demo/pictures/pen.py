"""Writes SVG: shapes as strings, without a style attribute, so that any content policy lets them be shown."""

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def path(d: str, fill: str = "none", **attributes: object) -> str:
    return f'<path d="{d}" fill="{fill}"{_written(attributes)}/>'


def line(d: str, stroke: str, width: float = 1.5, **attributes: object) -> str:
    """A stroke with round ends."""
    ends: dict[str, object] = {"stroke_width": width, "stroke_linecap": "round", "stroke_linejoin": "round"}
    return f'<path d="{d}" fill="none" stroke="{stroke}"{_written(ends | attributes)}/>'


def stitches(d: str, stroke: str, width: float = 1.3) -> str:
    """A saddle stitch along a path."""
    return line(d, stroke, width, stroke_dasharray="4.2 3.8", opacity=0.8)


def ellipse(cx: float, cy: float, rx: float, ry: float, fill: str = "none", **attributes: object) -> str:
    return (
        f'<ellipse cx="{number(cx)}" cy="{number(cy)}" rx="{number(rx)}" ry="{number(ry)}" fill="{fill}"'
        f"{_written(attributes)}/>"
    )


def circle(cx: float, cy: float, r: float, fill: str = "none", **attributes: object) -> str:
    return ellipse(cx, cy, r, r, fill, **attributes)


def rect(x: float, y: float, width: float, height: float, fill: str, radius: float = 0, **attributes: object) -> str:
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'rx="{number(radius)}" fill="{fill}"{_written(attributes)}/>'
    )


def polygon(points: Sequence[Point], fill: str, **attributes: object) -> str:
    return path("M" + " L".join(f"{number(x)} {number(y)}" for x, y in points) + " Z", fill, **attributes)


def group(shapes: Iterable[str], transform: str = "", **attributes: object) -> str:
    where = f' transform="{transform}"' if transform else ""
    return f"<g{where}{_written(attributes)}>{''.join(shapes)}</g>"


def clip(name: str, shape: str, shapes: Iterable[str]) -> str:
    """The shapes as far as they lie within ``shape``; ``name`` is unique in the picture."""
    return f'<clipPath id="{name}">{shape}</clipPath><g clip-path="url(#{name})">{"".join(shapes)}</g>'


def around(cx: float, cy: float, rx: float, ry: float, angle: float) -> Point:
    """The point of an ellipse at an angle in degrees, clockwise from the right."""
    turned = math.radians(angle)
    return cx + rx * math.cos(turned), cy + ry * math.sin(turned)


def contact_shadow(cx: float, cy: float, rx: float, ry: float = 9, colour: str = "#3B2A1C") -> str:
    """What an object leaves on the table: dark close to it, soft away from it, drawn to the right."""
    layers = ((1.14, 1.9, 0.05, 14.0), (1.06, 1.35, 0.06, 8.0), (0.98, 0.9, 0.09, 3.0), (0.90, 0.5, 0.12, 0.0))
    return "".join(
        ellipse(cx + shift, cy + 1, rx * wide, ry * high, colour, opacity=opacity)
        for wide, high, opacity, shift in layers
    )


def _written(attributes: dict[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{_plain(value)}"' for name, value in attributes.items())


def _plain(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)
