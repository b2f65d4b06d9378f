"""Erasures and restrictions, and what makes them outlive a backup."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

RIGHTS = (
    Table(
        model="consent.Erasure",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because="Proof that the erasure was carried out (GDPR Art. 5(2)): numbers and moments, no value.",
        # ``traces`` names the person for as long as the erasure takes; the database refuses it afterwards.
        personal={"requests": ("reason", "request", "counts", "traces")},
        plain=(
            "id", "client", "client_ids", "actor", "state", "waits_for", "erased_at", "finished_at", "due_at",
            "lease_until", "lease_token",
        ),
    ),
    Table(
        model="consent.ErasedIdentifier",
        whose=Whose.CLIENT,
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because="A keyed hash of each address and number, so that no file and no system brings the person back.",
        personal={"contact": ("namespace", "value_hash", "erased_at")},
        plain=("id",),
    ),
    Table(
        model="consent.Restriction",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.CLEAR,
        because="That a restriction was kept to, from when to when (GDPR Art. 18); what was written freely is emptied.",
        personal={"requests": ("reason", "request", "since", "lifted_at", "lifted_because")},
        empties=("reason",),
        plain=("id", "client", "actor", "lifted_by"),
    ),
    Table(
        model="consent.SensitiveWithdrawal",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because="Proof that a withdrawal was carried out (GDPR Art. 5(2)): numbers and moments, no value.",
        personal={"requests": ("counts", "due_at", "finished_at")},
        plain=("id", "client", "brand", "decision_id"),
    ),
    # Kinds and row numbers on their way to the journal; the files hold hashes.
    Table(model="consent.JournalFile", plain=("id", "name", "entries", "made_at", "written_at", "is_replayed")),
    Table(model="consent.JournalEntry", plain=("id", "kind", "row", "file")),
)  # fmt: skip
