"""The identity graph: which identifiers belong to whom, and what said so."""

from django.db import models
from django.db.models import Q

# Never two of these on one client (namespaces whose maximum is one, see crm.identity.namespaces).
SINGLE_NAMESPACES = ["app", "crm", "loyalty"]


class Identifier(models.Model):
    """One value of one namespace, and the client it resolves to."""

    namespace = models.CharField(max_length=40)
    value = models.CharField(max_length=254, help_text="Normalised, see crm.identity.namespaces.")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="identifiers")
    source = models.CharField(max_length=80, help_text="Who asserted it: a source code, a file, a form.")
    asserted_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)

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
            models.Index(fields=["client", "namespace"], name="identifier_by_client")
        ]

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
