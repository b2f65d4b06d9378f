"""What was bought: facts that tax law wants kept, and what goes with them."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

INVOICE = (
    "Facts of a sale that tax law wants kept (Directive 2006/112/EC Art. 226, 244; GDPR Art. 17(3)(b)), under a number "
    "that leads to nobody."
)

PURCHASES = (
    Table(
        model="crm.Purchase",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service", "accounting"),
        retention=Retention.INVOICE,
        erasure=Erasure.KEEP,
        because=INVOICE,
        personal={
            "purchases": (
                "source", "source_ref", "kind", "occurred_at", "currency", "total", "country", "order_ref",
                "evidence", "stated_at",
            )
        },
        plain=("id", "brand", "client", "boutique", "advisor", "created_at"),
    ),
    Table(
        model="crm.PurchaseReference",
        whose=Whose.CLIENT,
        subjects=("purchase__client",),
        purposes=("service", "accounting"),
        retention=Retention.INVOICE,
        erasure=Erasure.KEEP,
        because=INVOICE,
        personal={"purchases": ("source", "source_ref", "told_at")},
        plain=("id", "purchase", "brand"),
    ),
    Table(
        model="crm.PurchaseLine",
        whose=Whose.CLIENT,
        subjects=("purchase__client",),
        purposes=("service", "accounting"),
        retention=Retention.INVOICE,
        erasure=Erasure.CLEAR,
        because=INVOICE,
        personal={"purchases": ("number", "sku", "variant", "description", "quantity", "unit_price", "amount")},
        # A till's free words may hold what was engraved; which piece it was, its number says.
        empties=("description",),
        plain=("id", "purchase"),
    ),
    Table(
        model="crm.SourceTotal",
        # Numbers of receipts, of everybody who bought that day.
        plain=("id", "brand", "source", "day", "kind", "currency", "count", "amount", "references", "stated_at"),
    ),
    Table(
        model="crm.SourceComparison",
        plain=(
            "id", "total", "compared_on", "stated_count", "stated_amount", "our_count", "our_amount", "missing",
            "unstated",
        ),
    ),
)  # fmt: skip
