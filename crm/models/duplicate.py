"""Who may be whom: the index of keys, what is still to be compared, and what was found and decided."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class DuplicateKey(models.Model):
    """One blocking key of one client, hashed (crm.duplicates.keys)."""

    client = models.ForeignKey("crm.Client", on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            # Read from the value: who else has this key.
            models.UniqueConstraint(fields=["value", "client"], name="a_client_has_a_key_once")
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


class DuplicateRate(models.Model):
    """How many of the live clients are likely doubles, once a day."""

    day = models.DateField(unique=True)
    clients = models.BigIntegerField()
    duplicates = models.BigIntegerField(help_text="Live clients that an open proposal would merge into another.")
