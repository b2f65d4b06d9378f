"""The identity graph: which identifiers belong to whom, and what said so."""

from datetime import datetime

from django.db import models
from django.db.models import Q

# Never two of these on one client (namespaces whose maximum is one, see crm.identity.namespaces).
SINGLE_NAMESPACES = ["app", "crm", "loyalty"]
# What people log in on (namespaces with a number of owners, see there).
DEVICE_NAMESPACES = ["anonymous", "device"]


class Identifier(models.Model):
    """One value of one namespace, and the client it resolves to."""

    class Ended(models.TextChoices):
        """Why it means this client no longer."""

        CUT = "cut", "a person took it off"
        PARTED = "parted", "a person cut the link that tied it here"
        BLOCKED = "blocked", "the value identifies nobody"
        SHARED = "shared", "the device is used by many"
        MOVED = "moved", "somebody else logged in on the device"
        REISSUED = "reissued", "long unseen, and given to somebody else"
        ROOM = "room", "a newer one took its place"
        UNSEEN = "unseen", "not seen with its owner for long"
        ERASED = "erased", "its owner was erased"

    namespace = models.CharField(max_length=40)
    value = models.CharField(max_length=254, help_text="Normalised, see crm.identity.namespaces.")
    # Its index is identifier_by_client.
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="identifiers", db_index=False)
    source = models.CharField(max_length=80, help_text="Who asserted it: a source code, a file, a form.")
    asserted_at = models.DateTimeField()
    seen_at = models.DateTimeField(
        null=True, blank=True, help_text="When a call last said it of this client; empty: when it was asserted."
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_because = models.CharField(max_length=12, choices=Ended, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["namespace", "value"],
                condition=Q(retracted_at=None),
                name="an_identifier_resolves_to_one_client",
            ),
            models.UniqueConstraint(
                fields=["client", "namespace"],
                condition=Q(retracted_at=None, namespace__in=SINGLE_NAMESPACES),
                name="one_value_of_a_single_namespace_per_client",
            ),
        ]
        indexes = [
            # All identifiers of a client (profile, contact points).
            models.Index(fields=["client", "namespace"], name="identifier_by_client"),
            # How many people a device went through (crm.identity.shared).
            models.Index(
                fields=["value", "namespace"], condition=Q(retracted_because="moved"), name="device_that_moved"
            ),
        ]

    @property
    def is_device(self) -> bool:
        return self.namespace in DEVICE_NAMESPACES

    @property
    def last_seen(self) -> datetime:
        return max(self.seen_at or self.asserted_at, self.asserted_at)

    def __str__(self) -> str:
        return f"{self.namespace} #{self.pk}"


class IdentityLink(models.Model):
    """That two identifiers were seen together: the edge of the graph and the event that drew it."""

    a = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Identifier, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=80)
    asserted_by = models.CharField(max_length=100, blank=True, help_text="messageId of the event, or a reference.")
    asserted_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=models.F("b")), name="a_link_names_its_ends_in_order"),
            models.UniqueConstraint(
                fields=["a", "b"], condition=Q(retracted_at=None), name="one_live_link_between_two_identifiers"
            ),
        ]
