"""The columns of a purchases file, as a person reads of them; how a line is read stands in fields.py."""

from crm.ingest.files.fields import Field
from crm.ingest.files.whose import WHOSE_FIELDS

_CUSTOMER = next(each for each in WHOSE_FIELDS if each.name == "customer")
PURCHASE_FIELDS = (
    Field("reference", "Number of the receipt", is_required=True),
    Field("sku", "The article's own code", is_required=True),
    Field("quantity", "Pieces; negative for what came back", is_required=True, looks="number"),
    Field("occurred_at", "When it was bought", is_required=True, looks="moment"),
    Field("unit_price", "Price of one piece", is_required=True, looks="number"),
    Field("customer", _CUSTOMER.about),
    Field("description", "What is printed on the receipt"),
    Field("country", "Country of the purchase", looks="country"),
    Field("currency", "Currency", looks="currency"),
    Field("boutique", "Code of the boutique"),
    Field("order", "Number of the order, the same in every system of the brand"),
)  # fmt: skip
