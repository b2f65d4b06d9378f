"""What a person asked of the house under their rights, every step of the answer, and the check of who asks."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# Read over the telephone: no 0, 1, I, O.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MOST_TRIES = 3


def new_reference() -> str:
    """Such as R-7KM3QX2N: 40 random bits, says nothing of the person."""
    return "R-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def new_salt() -> str:
    return secrets.token_hex(16)


class SubjectRequest(models.Model):
    """A request under GDPR Art. 15 to 22. It stays on the record of the client that it was written to.

    unconfirmed (who asks is not known yet) → open → working (a worker carries it out) → done | refused | withdrawn.
    The clock of Art. 12(3) runs from ``received_at``, whether or not the identity is known.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "Access (Art. 15)"
        RECTIFICATION = "rectification", "Rectification (Art. 16)"
        ERASURE = "erasure", "Erasure (Art. 17)"
        RESTRICTION = "restriction", "Restriction (Art. 18)"
        PORTABILITY = "portability", "Portability (Art. 20)"
        OBJECTION_MARKETING = "objection_marketing", "Objection to marketing (Art. 21)"
        OBJECTION_PROFILING = "objection_profiling", "Objection to profiling (Art. 21)"
        HUMAN_REVIEW = "human_review", "Review of a score by a person (Art. 22)"

    class Intake(models.TextChoices):
        CLIENT_PAGE = "client_page", "The client's own page"
        API = "api", "The house's website or app"
        ADVISOR = "advisor", "An advisor"
        OFFICER = "officer", "The privacy officer"

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "Identity to be confirmed"
        OPEN = "open", "To be carried out"
        WORKING = "working", "Being carried out"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back"

    class IdentityBy(models.TextChoices):
        CODE = "code", "A code sent to a known address"
        LINK = "link", "The client's own link or log-in"
        IN_PERSON = "in_person", "In person, by a document"
        NOT_NEEDED = "not_needed", "Not needed: it takes nothing from anybody"

    class Refusal(models.TextChoices):
        IDENTITY = "identity", "Who asks could not be confirmed (Art. 12(2))"
        UNFOUNDED = "unfounded", "Manifestly unfounded (Art. 12(5))"
        EXCESSIVE = "excessive", "Excessive, in particular repetitive (Art. 12(5))"
        LAW = "law", "The law wants the data kept (Art. 17(3))"
        OTHERS = "others", "The rights of others (Art. 15(4), 20(4))"
        NOTHING = "nothing", "Nothing is held that this could apply to"

    LIVE = (State.UNCONFIRMED, State.OPEN, State.WORKING)
    # One person may have several of these open, each about another thing.
    SEVERAL = (Kind.RECTIFICATION, Kind.HUMAN_REVIEW)

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="subject_requests")
    brand = models.ForeignKey(
        "crm.Brand", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Asked; empty: all."
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    intake = models.CharField(max_length=12, choices=Intake.choices)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    detail = models.CharField(max_length=1000, blank=True, help_text="In the client's words: what is wrong.")
    state = models.CharField(max_length=12, choices=State.choices)
    identity_by = models.CharField(max_length=12, choices=IdentityBy.choices, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="A month after it was received, or later once extended.")
    extended_because = models.CharField(max_length=500, blank=True)
    alerts = models.PositiveSmallIntegerField(default=0, help_text="How many of the warnings before the end went out.")
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_words = models.CharField(max_length=1000, blank=True, help_text="What the client is told, once it is done.")
    refusal = models.CharField(max_length=12, choices=Refusal.choices, blank=True)
    refusal_words = models.CharField(max_length=1000, blank=True, help_text="What the client is told.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind"],
                condition=Q(closed_at=None) & ~Q(kind__in=["rectification", "human_review"]),
                name="one_live_request_per_client_and_right",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("received_at")), name="a_request_is_due_after_it_came"),
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "open", "working"], closed_at=None)
                | Q(state__in=["done", "refused", "withdrawn"], closed_at__isnull=False),
                name="a_closed_request_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") ^ Q(refusal=""), name="a_refused_request_says_why_and_no_other"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unconfirmed", "refused", "withdrawn"]) | ~Q(identity_by=""),
                name="nothing_is_carried_out_for_an_unknown_person",
            ),
        ]
        indexes = [
            # The desk's queue, what is due first; the warnings before the end.
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="request_not_closed"),
            # What was answered, newest first.
            models.Index(fields=["-closed_at", "-id"], condition=~Q(closed_at=None), name="request_closed"),
        ]

    @property
    def is_live(self) -> bool:
        return self.closed_at is None

    def __str__(self) -> str:
        return self.reference


class RequestStep(models.Model):
    """One thing that was done for a request. Append-only by trigger; it holds codes and counts, never a value."""

    class What(models.TextChoices):
        RECEIVED = "received", "Received"
        ASKED_AGAIN = "asked_again", "Asked for again"
        HANDED_IN = "handed_in", "Handed in by website or app"
        CODE_SENT = "code_sent", "A code was sent to a known address"
        CODE_WRONG = "code_wrong", "A wrong code"
        IDENTITY_CONFIRMED = "identity_confirmed", "Identity confirmed"
        EXTENDED = "extended", "Extended by two months"
        ALERTED = "alerted", "The officers were warned of the end"
        BEGUN = "begun", "Begun"
        CORRECTED = "corrected", "Data corrected"
        REVIEWED = "reviewed", "A person looked at a score"
        EXPORT_READY = "export_ready", "The export is ready"
        DOWNLOADED = "downloaded", "The export was fetched"
        FAILED = "failed", "Could not be carried out; it will be tried again"
        RECIPIENTS_TOLD = "recipients_told", "Recipients are told"
        ACKNOWLEDGED = "acknowledged", "A recipient acknowledged"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Taken back"
        UNRESTRICTED = "unrestricted", "The restriction ended"

    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Empty: the client, or the program.",
    )
    what = models.CharField(max_length=20, choices=What.choices)
    figures = models.JSONField(default=dict, help_text="Counts and codes: no value, no name.")

    class Meta:
        indexes = [
            # A request's steps in order.
            models.Index(fields=["request", "id"], name="request_step_by_request"),
            # What the person is told of, lately (journeys' sweep for lost signals).
            models.Index(
                fields=["at"],
                condition=Q(what__in=["done", "refused", "extended", "unrestricted"]),
                name="request_step_of_news",
            ),
        ]


class IdentityChallenge(models.Model):
    """A code that was sent to an address which the house knew before. The code itself is nowhere: it follows from
    ``salt`` and the house's secret key."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="challenges")
    channel = models.CharField(max_length=20)
    contact_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, default=new_salt)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="a_code_is_tried_three_times_at_most"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="a_code_ends_after_it_was_sent"),
        ]
        indexes = [
            # The newest code of a request, and how many were asked for lately.
            models.Index(fields=["request", "-asked_at"], name="challenge_by_request"),
            # How many went to an address lately, whoever had it then.
            models.Index(fields=["contact_hash", "-asked_at"], name="challenge_by_contact"),
            # Whose code may still be typed (journeys' sweep for lost signals).
            models.Index(fields=["expires_at"], name="challenge_by_end"),
        ]
