"""Brands, boutiques and sources."""

from typing import Any

from consent.purposes import ensure_purposes
from crm.models import Boutique, Brand, Source


def make_brand(code: str = "AURELLE", **fields: Any) -> Brand:
    """A brand, with the standing purposes beside it, which a flushed test database has lost."""
    ensure_purposes()
    return Brand.objects.create(code=code, **{"name": code.title(), **fields})


def make_boutique(brand: Brand, code: str = "paris-saint-honore", **fields: Any) -> Boutique:
    defaults = {"name": code.replace("-", " ").title(), "country": "FR", "city": "Paris"}
    return Boutique.objects.create(brand=brand, code=code, **{**defaults, **fields})


def make_source(brand: Brand, code: str = "aurelle-web", **fields: Any) -> Source:
    return Source.objects.create(brand=brand, code=code, **{"name": code, "write_key": f"wk-{code}", **fields})
