"""Large files in: streamed to the disk, refused by their length before a byte of them is read."""

import secrets
import shutil
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

# What a form holds besides its file.
FORM_BYTES = 64 * 1024
View = Callable[..., HttpResponse]


def receives_file(too_large: View) -> Callable[[View], View]:
    """For a view that takes one file. ``too_large`` answers what is longer than settings.UPLOAD_MAXIMUM_BYTES.

    The token against forged requests stands in the body, so it is checked here, once the body may be read, and not by
    the middleware, which would have read all of it first.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if _length(request) > settings.UPLOAD_MAXIMUM_BYTES + FORM_BYTES:
                return too_large(request, *args, **kwargs)
            request.upload_handlers = [TemporaryFileUploadHandler(request)]
            return csrf_protect(view)(request, *args, **kwargs)

        return answered

    return decorate


def _length(request: HttpRequest) -> int:
    """Of the body in bytes; without a number there is no body that could be read."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def store_file(file: UploadedFile, folder: Path) -> str:
    """Move a received file into the folder, under a name of its own; returns the name."""
    name = secrets.token_hex(16)
    if not isinstance(file, TemporaryUploadedFile):
        raise TypeError("the file was not received by receives_file")
    file.flush()
    place = folder / name
    shutil.move(file.temporary_file_path(), place)
    place.chmod(0o600)
    return name
