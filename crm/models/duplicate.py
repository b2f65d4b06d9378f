"""Who may be whom: the index of keys, what is still to be compared, and what was found and decided."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class DuplicateSignature(models.Model):
    """What a client is found and told apart by: blocking keys, hashed, and a signature (crm.duplicates.signature)."""

    client = models.OneToOneField("crm.Client", primary_key=True, on_delete=models.CASCADE, related_name="+")
    version = models.SmallIntegerField(help_text="Of the way keys and signature are made.")
    keys = ArrayField(models.IntegerField())
    signature = models.BinaryField()

    class Meta:
        indexes = [
            # Who else has this key. Without a list of what is to be entered later, which each look would read.
            GinIndex(fields=["keys"], name="signature_by_key", fastupdate=False)
        ]


class DuplicateWork(models.Model):
    """That a client was made or changed since it was last compared. Written by triggers, so by whoever changes it.

    There may be several of one client: a row that had to be the only one would make two writers wait for each other.
    """

    client = models.ForeignKey("crm.Client", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())


class DuplicateProposal(models.Model):
    """That two clients are likely one person, and what somebody decided."""

    class Status(models.TextChoices):
        OPEN = "open"
        KEPT_APART = "kept_apart", "Two people"
        MERGED = "merged", "One person"

    a = models.ForeignKey("crm.Client", on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey("crm.Client", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(help_text="Probability that they are one person.")
    reasons = models.JSONField(default=list, help_text='[{"words": ..., "bits": ...}], those for it first.')
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(db_default=Now(), help_text="When it was last compared and still likely.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="a_proposal_names_its_clients_in_order"),
            models.UniqueConstraint(fields=["a", "b"], name="one_proposal_for_two_clients"),
        ]
        indexes = [
            # The desk: what is open, the surest first.
            models.Index(fields=["-score", "id"], condition=Q(status="open"), name="open_proposal_by_score")
        ]


class DuplicateModel(models.Model):
    """What agreements say in this house, as ``find_duplicates`` learnt it. The newest counts."""

    learnt_at = models.DateTimeField(auto_now_add=True)
    clients = models.BigIntegerField()
    parameters = models.JSONField()


class DuplicatePass(models.Model):
    """One comparison of everybody with everybody. One that was stopped is continued by the next call."""

    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)
    model = models.ForeignKey(DuplicateModel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    clients = models.BigIntegerField(default=0)
    compared = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0, help_text="Pairs whose earlier client has a smaller id are done.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finished_at"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="one_pass_is_unfinished",
            )
        ]


class AutomaticMergeThreshold(models.Model):
    """From which score pairs are merged without a person, as it was measured. The newest counts.

    ``score`` is empty where no threshold was right often enough: nothing is merged then.
    """

    measured_at = models.DateTimeField(auto_now_add=True)
    score = models.FloatField(null=True, blank=True)
    decided = models.BigIntegerField(help_text="Pairs of this score or more that people decided.")
    right = models.BigIntegerField(help_text="Of these, found to be one person.")
    precision_at_least = models.FloatField(help_text="Lower end of the 95 % interval (Wilson 1927).")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(right__lte=F("decided")), name="no_more_are_right_than_decided")
        ]


class DuplicateRate(models.Model):
    """How many of the live clients are likely doubles, once a day."""

    day = models.DateField(unique=True)
    clients = models.BigIntegerField()
    duplicates = models.BigIntegerField(help_text="Live clients that an open proposal would merge into another.")
