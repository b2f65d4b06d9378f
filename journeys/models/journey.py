"""A journey, its immutable versions, and who is on it."""

from django.db import models
from django.db.models import Q


class Journey(models.Model):
    class Status(models.TextChoices):
        LIVE = "live"
        PAUSED = "paused"

    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="journeys")
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=60, help_text="Code of the consent purpose its messages need.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.LIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "code"], name="one_journey_code_per_brand")]

    def __str__(self) -> str:
        return self.name


class JourneyVersion(models.Model):
    """The graph as it was published. The database refuses to change it (see migration 0002)."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    graph = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "number"], name="one_version_number_per_journey")]

    def __str__(self) -> str:
        return f"{self.journey} v{self.number}"


class Enrolment(models.Model):
    """One client's run through one version. Its timer is ``due_at``: a row, never a broker's ETA."""

    class Status(models.TextChoices):
        LIVE = "live"
        ENDED = "ended"

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(JourneyVersion, on_delete=models.PROTECT, related_name="enrolments")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="enrolments")
    entry_key = models.CharField(max_length=80, blank=True, help_text="Lets one client be on it twice, e.g. per alert.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.LIVE)
    node = models.CharField(max_length=60)
    visit = models.PositiveIntegerField(default=1, help_text="How often this node was entered.")
    context = models.JSONField(default=dict, help_text="Ids from the trigger: purchase, alert, ...")
    due_at = models.DateTimeField(null=True, blank=True)
    waiting_for = models.CharField(max_length=60, blank=True, help_text="Name of the event that it waits for.")
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    ended_reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "client", "entry_key"],
                condition=Q(status="live"),
                name="one_live_enrolment_per_client_and_journey",
            ),
            models.CheckConstraint(
                condition=~Q(status="live")
                | Q(due_at__isnull=False)
                | ~Q(waiting_for="")
                | Q(lease_until__isnull=False),
                name="a_live_enrolment_is_due_or_waits_or_is_leased",
            ),
        ]
        indexes = [
            # The due work, oldest first.
            models.Index(fields=["due_at"], condition=Q(status="live"), name="enrolment_due"),
            # Counts by node on the journeys page.
            models.Index(fields=["version", "node", "status"], name="enrolment_by_node"),
        ]
