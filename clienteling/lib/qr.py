"""QR codes as SVG, without a style in them, so that they pass a strict content security policy."""

import qrcode
from django.utils.html import format_html

QUIET_ZONE = 4
"""Modules of white around the code, as ISO/IEC 18004 asks."""


def qr_svg(text: str, *, label: str = "QR code") -> str:
    """An SVG drawing of ``text``, dark on white in any theme: cameras read an inverted code badly."""
    rows = _modules(text)
    path = "".join(_runs(row, y) for y, row in enumerate(rows))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        ' shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        '<path d="{path}" fill="#1f1b17"/></svg>',
        size=len(rows),
        label=label,
        path=path,
    )


def _modules(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    modules: list[list[bool]] = code.get_matrix()
    return modules


def _runs(row: list[bool], y: int) -> str:
    """One rectangle for each run of dark modules, which keeps the drawing small."""
    runs, start = [], None
    for x, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = x
        elif not is_dark and start is not None:
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(runs)
