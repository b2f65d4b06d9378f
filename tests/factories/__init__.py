"""Plain functions that make rows for tests; every argument has a plain default."""

from tests.factories.catalogue import make_category, make_product, set_price, set_stock
from tests.factories.clients import add_identifier, allow_contact, make_client, make_known_client
from tests.factories.house import make_boutique, make_brand, make_source
from tests.factories.people import make_user
from tests.factories.purchases import make_interaction, make_purchase

__all__ = [
    "add_identifier",
    "allow_contact",
    "make_boutique",
    "make_brand",
    "make_category",
    "make_client",
    "make_interaction",
    "make_known_client",
    "make_product",
    "make_purchase",
    "make_source",
    "make_user",
    "set_price",
    "set_stock",
]
