"""How long the house keeps what, whom it will forget and when, who is kept by a hold, and what each night did."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from consent.registry.retention import Retention, in_words
from consent.residency.regions import Region

# Between the announcement of a batch and the day on which it is carried out.
LEAST_NOTICE = timedelta(days=28)
SET_BY_THE_HOUSE = [(each.code, each.code.capitalize()) for each in Retention if each.bounds]


def _within_bounds() -> Q:
    asked = [(each.code, each.bounds) for each in Retention if each.bounds]
    return reduce(or_, (Q(category=code, days__range=(ends.least, ends.most)) for code, ends in asked))


class RetentionRule(models.Model):
    """Another length than the standing one for a category. Administrators set it, within bounds; for buyers by house
    and region too, of which the closest holds, and of several houses the longest (consent.retention.buyers)."""

    category = models.CharField(max_length=20, choices=SET_BY_THE_HOUSE)
    brand = models.ForeignKey(
        "crm.Brand", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Of those who bought of this house; empty: of any.",
    )  # fmt: skip
    region = models.CharField(
        max_length=5, choices=Region.choices, blank=True, help_text="Of those who live there; empty: anywhere."
    )
    days = models.PositiveIntegerField()
    because = models.CharField(max_length=200, help_text="On whose word; shown to the privacy officer.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_within_bounds(), name="a_retention_is_within_its_bounds"),
            models.UniqueConstraint(
                fields=["category", "brand", "region"], nulls_distinct=False,
                name="one_retention_rule_per_category_house_and_region",
            ),
            # A table's rows belong to no one house or region; people do.
            models.CheckConstraint(
                condition=Q(category=Retention.BUYER.code) | Q(brand=None, region=""),
                name="only_buyers_are_kept_by_house_and_region",
            ),
        ]  # fmt: skip

    def clean(self) -> None:
        ends = next((each.bounds for each in Retention if each.code == self.category), None)
        if ends and self.days is not None and not ends.least <= self.days <= ends.most:
            raise ValidationError({"days": f"Between {ends.least} and {ends.most} days."})

    @property
    def is_for_everybody(self) -> bool:
        return self.brand_id is None and not self.region

    @property
    def length(self) -> str:
        return in_words(self.days)

    def __str__(self) -> str:
        return f"{self.category}: {self.days} days"


class RetentionHold(models.Model):
    """A client who is not to be forgotten for now, such as for a claim in court (GDPR Art. 17(3)(e))."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="retention_holds")
    reason = models.CharField(max_length=200)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="Empty: replayed from the journal.",
    )  # fmt: skip
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], condition=Q(lifted_at=None), name="one_live_hold_per_client"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="a_lifted_hold_says_by_whom",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_hold_says_why"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class RetentionBatch(models.Model):
    """Those whose silence ends their record on one day, frozen and announced weeks before.

    gathering (``looked_to`` moves on) → announced → carried out, one by one → done.
    """

    class Kind(models.TextChoices):
        PROSPECTS = "prospects", "Prospects"
        BUYERS = "buyers", "Clients who bought"

    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.PROSPECTS)
    happens_on = models.DateField()
    cutoff = models.DateTimeField(
        help_text="Whoever was in touch since then stays; of buyers, by the shortest of the rules."
    )
    looked_to = models.BigIntegerField(default=0, help_text="Clients up to this id were asked.")
    announced_at = models.DateTimeField(null=True, blank=True, help_text="When the list was complete, and frozen.")
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "retention batches"
        constraints = [
            models.UniqueConstraint(fields=["happens_on", "kind"], name="one_retention_batch_per_day_and_kind"),
            models.CheckConstraint(
                condition=Q(started_at=None)
                | Q(announced_at__isnull=False, started_at__gte=F("announced_at") + LEAST_NOTICE),
                name="nobody_is_forgotten_without_notice",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(started_at__isnull=False), name="a_batch_is_done_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.happens_on}"


class RetentionCandidate(models.Model):
    """One person of a batch, and what became of them on the day."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "To be anonymised"
        ANONYMISED = "anonymised", "Anonymised"
        IN_TOUCH = "in_touch", "Was in touch since, or the rule is longer now"
        HELD = "held", "Kept by a hold or a restriction"
        GONE = "gone", "Merged or erased since"

    batch = models.ForeignKey(RetentionBatch, on_delete=models.CASCADE, related_name="candidates", db_index=False)
    client = models.ForeignKey("crm.Client", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "client"], name="a_prospect_is_in_a_batch_once"),
        ]
        indexes = [
            # Who is next, and how many wait.
            models.Index(fields=["batch", "id"], condition=Q(outcome="waiting"), name="candidate_waiting")
        ]


class RetentionRun(models.Model):
    """What one night took from one table. A worker that dies leaves a lease that ends; the next goes on."""

    table = models.CharField(max_length=60, help_text="app.Model")
    day = models.DateField()
    category = models.CharField(max_length=20, choices=SET_BY_THE_HOUSE)
    cutoff = models.DateTimeField(help_text="What is older goes.")
    position = models.BigIntegerField(default=0, help_text="Rows up to this id are settled.")
    rows = models.PositiveBigIntegerField(default=0, help_text="That went, or were emptied.")
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "day"], name="one_retention_run_per_table_and_day"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(lease_until=None), name="a_finished_run_holds_no_lease"
            ),
        ]
        indexes = [
            # The latest nights first (the officer's page).
            models.Index(fields=["-day", "table"], name="retention_run_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.day}"


class LastTouch(models.Model):
    """When a client was last in touch by something that has ended by its own rule since (consent.retention.touches).
    Stays on its record in a merge; both count."""

    client = models.OneToOneField("crm.Client", on_delete=models.PROTECT, related_name="last_touch")
    at = models.DateTimeField()
