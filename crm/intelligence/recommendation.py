"""A suggestion and its reason."""

from dataclasses import dataclass, field
from typing import Any

from crm.models import Product, Variant


@dataclass(frozen=True)
class Recommendation:
    """``variant`` is one that is in stock at the asked boutique (the first of the product where none was asked).

    ``reason_code``: similar, similar_gift, completes, bought_together, seen, loved. ``reason_args`` holds plain
    values that can be stored with a message; names of products are kept by language.
    """

    product: Product
    variant: Variant
    reason_code: str
    reason_args: dict[str, Any] = field(default_factory=dict)
