"""Rows of recommended pieces, each with a reason; a row with nothing true to say is left out."""

from dataclasses import dataclass
from typing import Any

from clienteling.storefront import public_api
from clienteling.storefront.house import HOUSE
from clienteling.storefront.visitor import Visitor


@dataclass(frozen=True)
class Module:
    """``code`` is the interface's name of the module; ``items`` are its recommendations as they came."""

    code: str
    items: list[dict[str, Any]]

    @property
    def list_id(self) -> str:
        return f"module-{self.code}"


def home_modules(visitor: Visitor) -> list[Module]:
    """For you and recently seen when the visitor is known or measured; then what others choose."""
    modules = []
    if visitor.is_known:
        modules.append(_for_you(visitor))
    if visitor.is_known or visitor.anonymous_id:
        modules.append(seen_module(visitor))
    modules.append(_module("trending", visitor, limit=8))
    return [module for module in modules if module.items]


def _for_you(visitor: Visitor) -> Module:
    """Only where something of it is about this client; what everybody chooses stands under its own title."""
    module = _module("for_you", visitor, client=visitor.uid)
    is_personal = any(item["reason_code"] != "loved" for item in module.items)
    return module if is_personal else Module("for_you", [])


def seen_module(visitor: Visitor, *, without: str = "") -> Module:
    """What this client saw on any of their devices, or else what this browser saw."""
    module = _module("seen", visitor, client=visitor.uid, anonymous_id=visitor.anonymous_id, limit=9)
    return Module("seen", [item for item in module.items if item["product"]["code"] != without][:8])


def similar_module(visitor: Visitor, product: str) -> Module:
    return _module("similar", visitor, product=product)


def _module(code: str, visitor: Visitor, **asking: Any) -> Module:
    found = public_api.read(
        "recommendations/", module=code, language=visitor.language, currency=HOUSE.currency, **asking
    )
    # Where the title of the row says why already, saying it again under each piece is noise.
    said = code not in {"seen", "trending"}
    return Module(code, [{**item, "said": item["reason"] if said else ""} for item in found["items"]])
