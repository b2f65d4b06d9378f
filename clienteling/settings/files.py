"""Files: those of the pages, and those that people hand in."""

import os
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from clienteling.settings.environment import BASE_DIR, IS_PRODUCTION, VAR


def fonts_of(package: str) -> Path:
    """The folder of font files that a Python package carries; they are served from there, never copied in."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {package} is not installed; run make env.")
    return Path(spec.origin).parent / "files"


STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts/hanken-grotesk", fonts_of("font_hanken_grotesk")),
    ("fonts/source-serif-pro", fonts_of("font_source_serif_pro")),
]
# Collected in production only; in development whitenoise serves the files from where they lie.
STATIC_ROOT = Path(os.environ.get("CLIENTELING_STATIC_ROOT", VAR / "static")) if IS_PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
# Whoever edits a style sees it at the next request; in production the files are those of the start.
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION
WHITENOISE_MAX_AGE = 31_536_000 if IS_PRODUCTION else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Files that headquarters hands in. Web and workers share the folder; what lies there is deleted after its days.
UPLOAD_FOLDER = Path(os.environ.get("CLIENTELING_UPLOAD_FOLDER", VAR / "uploads"))
UPLOAD_MAXIMUM_BYTES = int(os.environ.get("CLIENTELING_UPLOAD_MEGABYTES", "512")) * 1024 * 1024
UPLOADS_KEPT_DAYS = int(os.environ.get("CLIENTELING_UPLOADS_KEPT_DAYS", "30"))
