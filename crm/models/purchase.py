"""What was bought and brought back, in any channel."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q


class Purchase(models.Model):
    """One receipt, or one return. ``total`` is in ``currency``, negative for a return."""

    class Kind(models.TextChoices):
        SALE = "sale"
        RETURN = "return"

    class Evidence(models.TextChoices):
        """Whoever opens the page of a website can send its events; a record comes with a key that is secret."""

        EVENT = "event"
        RECORD = "record"

    # Keys without an index of their own: one of the indexes below begins with them.
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="purchases", db_index=False)
    source = models.CharField(max_length=40, help_text="The system that wrote the receipt.")
    source_ref = models.CharField(max_length=80, help_text="Its number in that system.")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SALE)
    client = models.ForeignKey(
        "crm.Client",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="purchases",
        db_index=False,
        help_text="Empty: an anonymous sale.",
    )
    boutique = models.ForeignKey(
        "crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="purchases", db_index=False
    )
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="sales"
    )
    occurred_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    country = models.CharField(max_length=60, blank=True, help_text="As the source writes it.")
    order_ref = models.CharField(
        max_length=80,
        blank=True,
        db_default="",
        help_text="The number of the order, the same in every system of the brand. A return names its sale's.",
    )
    evidence = models.CharField(
        max_length=8, choices=Evidence.choices, default=Evidence.RECORD, db_default=Evidence.RECORD.value
    )
    stated_at = models.DateTimeField(null=True, blank=True, help_text="Of the event whose content this is.")
    created_at = models.DateTimeField(auto_now_add=True)

    # Not stored: true on what record_purchase gives back when the receipt was known already.
    is_repeat = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "source", "source_ref"], name="one_purchase_per_brand_source_and_reference"
            ),
            # Whoever tells of an order, and however often: the second finds the first (crm.actions.purchases).
            models.UniqueConstraint(
                fields=["brand", "order_ref"],
                condition=Q(kind="sale") & ~Q(order_ref=""),
                name="one_sale_per_order_of_a_brand",
            ),
        ]
        indexes = [
            # A client's purchases, newest first (profile, timeline, second-purchase check).
            models.Index(fields=["client", "-occurred_at"], name="purchase_by_client"),
            # A boutique's day (My Day, dashboards).
            models.Index(fields=["boutique", "-occurred_at"], name="purchase_by_boutique"),
            # What falls out of a segment's window between two moments (crm.segments.windows).
            models.Index(fields=["occurred_at"], name="purchase_by_moment"),
            # The returns of an order.
            models.Index(
                fields=["brand", "order_ref"],
                condition=Q(kind="return") & ~Q(order_ref=""),
                name="purchase_return_by_order",
            ),
            # What was kept lately, in order of arrival (the sweep for lost signals).
            BrinIndex(fields=["created_at"], name="purchase_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_ref}"


class PurchaseReference(models.Model):
    """Another number under which another system told of a purchase that was known already."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="references")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40)
    source_ref = models.CharField(max_length=80)
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "source", "source_ref"], name="one_purchase_per_further_reference")
        ]


class PurchaseLine(models.Model):
    """One line. ``amount`` = quantity × unit price, as the source states it."""

    # Its index is that of the constraint.
    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField(help_text="Position on the receipt, from 1.")
    sku = models.CharField(max_length=60)
    variant = models.ForeignKey(
        "crm.Variant", null=True, blank=True, on_delete=models.PROTECT, related_name="purchase_lines"
    )
    description = models.CharField(max_length=200, blank=True)
    quantity = models.IntegerField()
    unit_price = models.DecimalField(max_digits=12, decimal_places=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "number"], name="one_line_per_position_on_a_receipt"),
            models.CheckConstraint(condition=~Q(quantity=0), name="a_line_has_a_quantity"),
        ]
