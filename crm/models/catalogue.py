"""What the house sells."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Category(models.Model):
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="categories")
    code = models.SlugField(max_length=60)
    names = models.JSONField(default=dict, help_text="Language to name.")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    complements = models.ManyToManyField(
        "self", blank=True, symmetrical=False, help_text="Categories that complete a piece of this one."
    )

    class Meta:
        verbose_name_plural = "categories"
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="one_category_code_per_brand")]

    def __str__(self) -> str:
        return self.code


class Product(models.Model):
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="products")
    code = models.CharField(max_length=60)
    names = models.JSONField(default=dict, help_text="Language to name.")
    descriptions = models.JSONField(default=dict, blank=True, help_text="Language to text.")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="products")
    collection = models.CharField(max_length=80, blank=True)
    material = models.CharField(max_length=40, blank=True)
    colour = models.CharField(max_length=40, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    picture = models.JSONField(default=dict, blank=True, help_text="Arguments of the picture generator, or {url}.")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="one_product_code_per_brand")]
        indexes = [
            # Lists by tag, such as gifts.
            GinIndex(fields=["tags"], name="product_by_tag")
        ]

    def name_in(self, language: str) -> str:
        """The name in this language, else in its base language, else in English, else the code."""
        return (
            self.names.get(language)
            or self.names.get(language.split("-", maxsplit=1)[0])
            or self.names.get("en")
            or self.code
        )

    def __str__(self) -> str:
        return self.name_in("en")


class Variant(models.Model):
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants")
    sku = models.CharField(max_length=60, unique=True)
    label = models.CharField(max_length=60, blank=True, help_text="Size or other choice; empty when there is none.")
    barcode = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.sku


class Price(models.Model):
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="prices")
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2, blank=True, help_text="Empty: wherever this currency is used.")
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "currency", "country"], name="one_price_per_variant_currency_and_country"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_price_is_never_negative"),
        ]


class Stock(models.Model):
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="stock")
    boutique = models.ForeignKey("crm.Boutique", on_delete=models.CASCADE, related_name="stock")
    quantity = models.IntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "stock"
        constraints = [
            models.UniqueConstraint(fields=["variant", "boutique"], name="one_stock_figure_per_variant_and_place"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="stock_is_never_negative"),
        ]


class StockAlert(models.Model):
    """A client's wish to hear when a variant is back."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        ENDED = "ended"

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="stock_alerts")
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="alerts")
    channel = models.CharField(max_length=20, default="email")
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    language = models.CharField(max_length=12, default="en")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)

    # Not stored: true on what request_stock_alert gives back when the client was waiting already.
    is_repeat = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "variant", "channel"],
                condition=Q(status="waiting"),
                name="one_waiting_alert_per_client_variant_and_channel",
            )
        ]
