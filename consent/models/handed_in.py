"""What the house's own website or app handed in for somebody who uses a right of theirs."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from consent.models.request import ALPHABET, SubjectRequest


def new_handed_in_id() -> str:
    """Such as H-7KM3QX2N."""
    return "H-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


class HandedIn(models.Model):
    """One request as another system handed it in: waiting (to be looked up) → taken (a request of a client) | unknown
    (nobody of that name: for the desk) → taken | closed.

    The caller is answered the same whether or not somebody has the name, so the row stands by itself, and the look-up
    comes after the answer. The name is sealed, and goes with the words as soon as a client's request has them, or the
    desk is done. ``fingerprint``: a keyed hash of what was handed in, so that the same sent again is known.
    """

    class NamedBy(models.TextChoices):
        UID = "uid", "Unique id"
        EMAIL = "email", "E-mail"
        PHONE = "phone", "Telephone"

    class State(models.TextChoices):
        WAITING = "waiting", "To be looked up"
        TAKEN = "taken", "A client's request"
        UNKNOWN = "unknown", "Nobody of that name"
        CLOSED = "closed", "Closed: nobody of that name"

    public_id = models.CharField(max_length=12, unique=True, default=new_handed_in_id, editable=False)
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    api_key = models.CharField(max_length=12, help_text="Prefix of the key that handed it in.")
    idempotency_key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, choices=SubjectRequest.Kind.choices)
    named_by = models.CharField(max_length=5, choices=NamedBy.choices)
    sealed_name = models.CharField(max_length=800, blank=True)
    detail = models.CharField(max_length=1000, blank=True)
    language = models.CharField(max_length=12)
    received_at = models.DateTimeField(help_text="When the person asked; their month begins then.")
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    alerts = models.PositiveSmallIntegerField(default=0, help_text="How many of the warnings before the end went out.")
    look_at = models.DateTimeField(null=True, blank=True, help_text="When it is looked up, or tried again.")
    request = models.ForeignKey(
        SubjectRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="handed_in"
    )
    is_first = models.BooleanField(default=False, help_text="It opened the request; else one was open already.")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "handed in"
        constraints = [
            models.UniqueConstraint(fields=["brand", "idempotency_key"], name="a_request_is_handed_in_once_per_key"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("received_at")), name="what_is_handed_in_is_due_after_it_came"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", look_at__isnull=False) | ~Q(state="waiting") & Q(look_at=None),
                name="what_is_handed_in_is_looked_up_exactly_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", request__isnull=False) | ~Q(state="taken") & Q(request=None),
                name="what_was_taken_has_its_request_and_no_other",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "closed"], settled_at__isnull=False, sealed_name="", detail="")
                | Q(state__in=["waiting", "unknown"], settled_at=None),
                name="what_was_settled_names_nobody_any_more",
            ),
        ]
        indexes = [
            # What the worker asks every two seconds.
            models.Index(fields=["look_at"], condition=Q(state="waiting"), name="handed_in_to_look_up"),
            # The desk's list of those whom nobody knows, what is due first.
            models.Index(fields=["due_at", "id"], condition=Q(state="unknown"), name="handed_in_unknown"),
            # A house's own, page by page.
            models.Index(fields=["brand", "id"], name="handed_in_by_brand"),
        ]

    def __str__(self) -> str:
        return self.public_id
