"""Who was erased, how far it is, and what keeps them from coming back."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Erasure(models.Model):
    """The erasure of one person (GDPR Art. 17): of every record that was theirs.

    erasing → watching (everything is gone; what somebody was writing at that moment is looked for again) → finished.
    ``due_at`` makes a worker look; while one works a lease stands, so that the work of one who died goes on.
    """

    class State(models.TextChoices):
        ERASING = "erasing", "Being erased"
        WATCHING = "watching", "Erased; looked through once more"
        FINISHED = "finished", "Finished"

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="erasures")
    client_ids = ArrayField(models.BigIntegerField(), help_text="Every record of the person.")
    reason = models.CharField(max_length=120, help_text="Why, in a word of the house: asked, silent, ...")
    request = models.CharField(max_length=20, blank=True, help_text="Reference of the person's request.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.ERASING)
    counts = models.JSONField(default=dict, blank=True, help_text="Step to how many rows or files went.")
    traces = models.JSONField(
        default=dict, blank=True, help_text="What names the person elsewhere; emptied when finished."
    )
    waits_for = models.CharField(max_length=120, blank=True, help_text="What keeps it from being finished.")
    erased_at = models.DateTimeField(help_text="Since when the person is nobody's client.")
    finished_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client"], name="a_record_is_erased_once"),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__isnull=False, traces={})
                | ~Q(state="finished") & Q(finished_at=None),
                name="a_finished_erasure_keeps_no_traces",
            ),
        ]
        indexes = [
            # What a worker takes next.
            models.Index(fields=["due_at"], condition=~Q(state="finished"), name="erasure_due"),
            # Since when somebody was erased last (consent.queries.erased).
            models.Index(fields=["-erased_at"], name="erasure_by_moment"),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"


class ErasedIdentifier(models.Model):
    """The keyed hash of an identifier of somebody who was erased: what is told of it from before is refused."""

    namespace = models.CharField(max_length=40, help_text="An identity namespace, or uid: the public id.")
    value_hash = models.CharField(max_length=64, help_text="HMAC-SHA-256 of the normalised value.")
    erased_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["namespace", "value_hash"], name="an_identifier_is_remembered_once")
        ]
