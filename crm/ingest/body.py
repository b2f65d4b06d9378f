"""The body of a request, unpacked, never larger than the specification allows."""

import zlib

from django.http import HttpRequest

from crm.ingest.errors import IngestError

MAXIMUM_BATCH_BYTES = 500 * 1024
_GZIP = 16 + zlib.MAX_WBITS


def read_body(request: HttpRequest) -> bytes:
    """The unpacked bytes. Raises IngestError: batch_too_large, length_required, gzip_invalid, encoding_unsupported."""
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower() and not request.headers.get("Content-Length"):
        raise IngestError("length_required", "Send the length of the body (Content-Length).", status=411)
    body = request.read(MAXIMUM_BATCH_BYTES + 1)
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding == "gzip":
        body = _unpack(body)
    elif encoding != "identity":
        raise IngestError("encoding_unsupported", "Send the body as it is, or in gzip.", status=415)
    if len(body) > MAXIMUM_BATCH_BYTES:
        raise _too_large()
    return body


def _unpack(packed: bytes) -> bytes:
    # A few kilobytes of gzip can hold gigabytes: unpack one byte more than is allowed, and no further.
    unpacker = zlib.decompressobj(_GZIP)
    try:
        body = unpacker.decompress(packed, MAXIMUM_BATCH_BYTES + 1)
    except zlib.error as error:
        raise IngestError("gzip_invalid", "The body is not gzip, though its header says so.") from error
    if len(body) > MAXIMUM_BATCH_BYTES or len(packed) > MAXIMUM_BATCH_BYTES:
        raise _too_large()
    if not unpacker.eof:
        raise IngestError("gzip_invalid", "The gzip body ends before its end.")
    return body


def _too_large() -> IngestError:
    limit = MAXIMUM_BATCH_BYTES // 1024
    return IngestError("batch_too_large", f"A batch holds at most {limit} KB, unpacked. Send it in parts.", status=413)
