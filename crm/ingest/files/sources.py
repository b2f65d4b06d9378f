"""The source under which interactions of files stand."""

import secrets

from crm.models import Brand, Source


def file_source(brand: Brand, code: str, name: str) -> Source:
    """The source of this code, made at first: not active, so that nobody writes with its key."""
    source, _ = Source.objects.get_or_create(
        code=code,
        defaults={"brand": brand, "name": name[:80], "write_key": secrets.token_urlsafe(32), "is_active": False},
    )
    return source
