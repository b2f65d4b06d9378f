"""What an advisor has to do, notes, and aims for."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Task(models.Model):
    client = models.ForeignKey("crm.Client", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    boutique = models.ForeignKey("crm.Boutique", on_delete=models.PROTECT, related_name="tasks")
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            # My open tasks by due date.
            models.Index(fields=["advisor", "due_on"], condition=Q(done_at=None), name="task_open_by_advisor")
        ]


class Note(models.Model):
    """What an advisor wants remembered: their own, or shared with the boutique."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="notes")
    boutique = models.ForeignKey("crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(max_length=2000)
    is_private = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["client", "-created_at"], name="note_by_client")]  # client page


class Contact(models.Model):
    """That an advisor spoke or wrote to a client outside any journey."""

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="contacts")
    advisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts")
    boutique = models.ForeignKey("crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "-at"], name="contact_by_client")]  # timeline, days since contact


class SuggestionAnswer(models.Model):
    """What an advisor said to a suggestion, so that it does not come back before its time."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted"
        SNOOZED = "snoozed"
        DISMISSED = "dismissed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suggestion_answers")
    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    until = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["user", "client", "kind", "-at"], name="answer_to_a_suggestion")]  # My Day


class Goal(models.Model):
    """Sales aimed for by one advisor, or one boutique, on one day, in the boutique's currency."""

    boutique = models.ForeignKey("crm.Boutique", on_delete=models.CASCADE, related_name="goals")
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="goals"
    )
    day = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["boutique", "advisor", "day"], nulls_distinct=False, name="one_goal_per_advisor_and_day"
            )
        ]
