"""What else is known of a client: people, wishes, the cart, loyalty and scores."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Relation(models.Model):
    """That somebody is family, household or assistant of a client: another client, or a plain name.

    Read from the client's side: ``kind`` says what the other is to the client, so the child of Camille is a row of
    Camille's with ``child``. ``brand`` is the house that wrote it down; empty means the whole group knows.
    """

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", "Household"
        SPOUSE = "spouse", "Spouse"
        PARTNER = "partner", "Partner"
        CHILD = "child", "Child"
        PARENT = "parent", "Parent"
        SIBLING = "sibling", "Brother or sister"
        ASSISTANT = "assistant", "Assistant"
        GIFT_GIVER = "gift_giver", "Gives gifts to"
        FRIEND = "friend", "Friend"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey("crm.Client", null=True, blank=True, on_delete=models.PROTECT, related_name="related_by")
    name = models.CharField(max_length=120, blank=True, help_text="Where the other is no client, or not known as one.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    brand = models.ForeignKey(
        "crm.Brand",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The house that wrote it down; empty: the whole group.",
    )
    source = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False) | ~Q(name=""), name="a_relation_names_a_client_or_a_person"
            ),
            models.CheckConstraint(
                condition=Q(other=None) | ~Q(other=F("client")), name="nobody_is_related_to_themselves"
            ),
            models.UniqueConstraint(fields=["client", "other", "kind"], name="one_relation_per_two_clients_and_kind"),
            models.UniqueConstraint(
                fields=["client", "name", "kind"], condition=Q(other=None), name="one_relation_per_name_and_kind"
            ),
        ]


class Wish(models.Model):
    """A piece on the client's wish list. Taken off, the row stays: ``removed_at`` says since when.

    ``changed_at`` is the moment of what changed it last, by the clock of whoever told. Whatever is older than it
    changes nothing, so that two events may arrive in any order.
    """

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="wishes")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=60)
    variant = models.ForeignKey("crm.Variant", null=True, blank=True, on_delete=models.PROTECT, related_name="wishes")
    source = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["client", "brand", "sku"], name="one_wish_per_client_brand_and_sku"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(removed_at__gte=F("added_at")), name="a_wish_ends_after_it_began"
            ),
        ]
        indexes = [
            # What falls out of a segment's window between two moments (crm.segments.kinds.wish).
            models.Index(fields=["added_at"], name="wish_by_moment")
        ]


class Cart(models.Model):
    """The moment at which somebody last named all that was in a client's cart: what happened before changes nothing.

    Without it an older whole, told later, would bring back what was taken out since.
    """

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "brand"], name="one_cart_per_client_and_brand")]
        indexes = [
            # What retention takes, oldest first.
            models.Index(fields=["named_at"], name="cart_by_moment")
        ]


class CartItem(models.Model):
    """A piece in the client's cart. None of it left, the row stays with quantity 0 and its moment.

    ``changed_at`` as for a wish: what is older changes nothing.
    """

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="cart")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=60)
    variant = models.ForeignKey("crm.Variant", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField(default=1)
    source = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "brand", "sku"], name="one_cart_item_per_client_brand_and_sku"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="a_cart_never_holds_less_than_none"),
        ]
        indexes = [
            # What was left alone for so many days between two moments (crm.segments.kinds.cart).
            models.Index(fields=["changed_at"], name="cart_item_by_moment")
        ]


class LoyaltyAccount(models.Model):
    """A client's account in a loyalty programme, as that programme states it. Points may be owed after a return."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="loyalty_accounts")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    programme = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    tier = models.CharField(max_length=40, blank=True)
    points = models.IntegerField(default=0)
    since = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    source = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "programme", "number"], name="one_loyalty_account_per_number")
        ]


class Score(models.Model):
    """What a model says of a client now, with its reason in words. ``brand`` empty: over the whole group.

    Where a person decided otherwise, ``value`` is theirs and ``machine_value`` what the model says.
    """

    class Review(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed by a person"
        OVERRIDDEN = "overridden", "Decided otherwise by a person"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="scores")
    brand = models.ForeignKey("crm.Brand", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    value = models.FloatField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    machine_value = models.FloatField(null=True, blank=True)
    review = models.CharField(max_length=10, choices=Review.choices, blank=True, default="", db_default="")
    review_reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "brand", "model"], nulls_distinct=False, name="one_score_per_client_brand_and_model"
            ),
            models.CheckConstraint(
                condition=Q(review="", review_reason="", reviewed_at=None)
                | ~Q(review="") & ~Q(review_reason="") & Q(reviewed_at__isnull=False),
                name="a_reviewed_score_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(review="overridden", machine_value__isnull=False)
                | ~Q(review="overridden") & Q(machine_value=None),
                name="a_score_decided_otherwise_keeps_what_the_model_said",
            ),
        ]
