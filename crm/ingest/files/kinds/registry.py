"""The kinds that ``manage.py import`` and the upload screen take. Apps above add theirs when they are ready."""

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.kinds import Kind

_kinds: dict[str, type[Kind]] = {}


def register_kind(kind: type[Kind]) -> None:
    """Called once for each kind, when an app is ready. Registering a name again replaces it."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, type[Kind]]:
    """Name to kind, in the order in which a house imports them: first what others refer to."""
    return dict(_kinds)


def kind_named(name: str) -> type[Kind]:
    """Raises ImportFileError ``kind_unknown``."""
    if name not in _kinds:
        raise ImportFileError("kind_unknown", f"There is no kind {name!r} (there are: {', '.join(_kinds)}).")
    return _kinds[name]


def register_own_kinds() -> None:
    from crm.ingest.files.kinds.clients import Clients
    from crm.ingest.files.kinds.consents import Consents
    from crm.ingest.files.kinds.interactions import Interactions
    from crm.ingest.files.kinds.loyalty import Loyalty
    from crm.ingest.files.kinds.products import Products
    from crm.ingest.files.kinds.purchases import Purchases
    from crm.ingest.files.kinds.stock import StockFigures

    for kind in (Clients, Products, StockFigures, Purchases, Interactions, Consents, Loyalty):
        register_kind(kind)
