"""Reads a QR code out of one frame of a camera. Only QR is looked for: other formats cost a hundred times more."""

from io import BytesIO

import zxingcpp
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 300_000
MAX_SIDE = 1920
FORMATS = ("JPEG", "PNG")


class FrameError(ValueError):
    """Codes: ``frame_too_large`` (bytes or pixels), ``frame_unreadable`` (not a JPEG or PNG picture)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_qr(frame: bytes) -> str | None:
    """The text of the QR code in this picture, or None where there is none. Raises FrameError."""
    if len(frame) > MAX_BYTES:
        raise FrameError("frame_too_large")
    found = zxingcpp.read_barcode(_grey(frame), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return found.text if found and found.valid else None


def _grey(frame: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(frame), formats=FORMATS)
        # The header says the size: a small file that unfolds into a huge picture is refused before it does.
        if max(picture.size) > MAX_SIDE:
            raise FrameError("frame_too_large")
        return picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise FrameError("frame_unreadable") from error
