"""That a client withdrew the consent to sensitive information, and how far what was kept by it is gone."""

from django.db import models
from django.db.models import Q


class SensitiveWithdrawal(models.Model):
    """One no to ``sensitive-data`` (GDPR Art. 9(2)(a), PIPL Art. 29). A trigger writes it beside the decision, however
    that was written, so that a replayed journal brings it back too (migration 0027). Stays on its record in a merge.

    ``due_at`` makes a worker look; finished once everything is gone, or the client had said yes again before.
    """

    client = models.ForeignKey("crm.Client", on_delete=models.PROTECT, related_name="sensitive_withdrawals")
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="+")
    decision_id = models.BigIntegerField(help_text="The refusal or withdrawal, in the ledger.")
    counts = models.JSONField(default=dict, blank=True, help_text="Table to how many rows went or were emptied.")
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision_id"], name="a_withdrawal_of_sensitive_data_is_carried_out_once")
        ]
        indexes = [
            # What a worker takes next.
            models.Index(fields=["due_at"], condition=Q(finished_at=None), name="sensitive_withdrawal_due")
        ]

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"
