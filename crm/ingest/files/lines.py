"""The bytes of a file, plain or gzipped, as decoded lines of bounded length."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from crm.ingest.files.errors import CellError, ImportFileError

GZIP_MAGIC = b"\x1f\x8b"
# What surrogateescape leaves where a byte is not of the encoding.
UNDECODED = re.compile("[\udc80-\udcff]")
# A file without a line end, such as a few megabytes of zeros that unpack to gigabytes, must not fill the memory.
LONGEST_LINE = 1 << 20


class DecodedLines:
    """Lines of the file, once. One that does not decode is passed on marked, so that the next ones are kept."""

    def __init__(self, raw: BinaryIO, encoding: str) -> None:
        self._raw, self._encoding = raw, encoding
        # Held until the end: a wrapper that nobody holds closes the file under us.
        self._text = self._decoded()
        self._fault: CellError | None = None

    @property
    def bytes_read(self) -> int:
        return self._raw.tell()

    def take_fault(self) -> CellError | None:
        """What is wrong with the lines that were read since the last question."""
        fault, self._fault = self._fault, None
        return fault

    def __iter__(self) -> Iterator[str]:
        """Raises ImportFileError ``file_broken``, ``encoding_invalid``, ``line_too_long``."""
        number = 0
        try:
            while line := self._text.readline(LONGEST_LINE):
                number += 1
                if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                    raise ImportFileError("line_too_long", f"Line {number} has over {LONGEST_LINE:,} characters.")
                # isascii() is a flag of the text, so almost every line costs nothing here.
                if not line.isascii() and UNDECODED.search(line):
                    self._fault = CellError("encoding_invalid", f"line {number} is not {self._encoding}")
                elif "\0" in line:
                    self._fault = CellError("character_invalid", f"line {number} holds a NUL character")
                yield line
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise ImportFileError("file_broken", f"After line {number} the file is damaged: {error}.") from error
        except UnicodeError as error:
            message = f"After line {number} the file is not {self._encoding}."
            raise ImportFileError("encoding_invalid", message) from error

    def _decoded(self) -> io.TextIOWrapper:
        is_gzip = self._raw.read(2) == GZIP_MAGIC
        self._raw.seek(0)
        content = cast(BinaryIO, gzip.GzipFile(fileobj=self._raw)) if is_gzip else self._raw
        # newline="" leaves line ends inside quotes as they are, which the csv module asks for.
        return io.TextIOWrapper(content, self._encoding, errors="surrogateescape", newline="")
