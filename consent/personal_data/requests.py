"""What people asked of the house, and how it was answered."""

from consent.personal_data.handed_in import naming_them
from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

ANSWERED = "Proof that a right was answered in time (GDPR Art. 5(2), 12(3)); what was written freely is emptied."

REQUESTS = (
    Table(
        model="consent.SubjectRequest",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.CLEAR,
        because=ANSWERED,
        personal={"requests": ("detail", "extended_because", "answer_words", "refusal_words")},
        empties=("detail", "extended_because", "answer_words", "refusal_words"),
        plain=(
            "id", "reference", "client", "brand", "kind", "intake", "taken_by", "state", "identity_by", "received_at",
            "due_at", "alerts", "closed_at", "refusal",
        ),
    ),
    Table(
        model="consent.HandedIn",
        whose=Whose.CLIENT,
        subjects=("request__client",),
        finder=naming_them,
        purposes=("accountability",),
        retention=Retention.SECURITY,
        erasure=Erasure.CLEAR,
        because="Proof of what a website or an app handed in, and when; whom it named and in which words is emptied.",
        personal={"requests": ("detail", "kind", "language", "received_at", "sealed_name")},
        empties=("detail", "sealed_name"),
        plain=(
            "id", "public_id", "brand", "api_key", "idempotency_key", "fingerprint", "named_by", "due_at", "alerts",
            "created_at", "state", "look_at", "request", "is_first", "settled_at", "settled_by",
        ),
    ),
    Table(
        model="consent.RequestStep",
        whose=Whose.CLIENT,
        subjects=("request__client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because="Proof of what was done for a request, and when; codes and counts, no value.",
        personal={"requests": ("at", "what", "figures")},
        plain=("id", "request", "actor"),
    ),
    Table(
        model="consent.IdentityChallenge",
        whose=Whose.CLIENT,
        subjects=("request__client",),
        purposes=("accountability",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        personal={"requests": ("channel", "contact_hash", "asked_at", "expires_at", "tries", "used_at")},
        plain=("id", "request", "salt"),
    ),
    Table(
        model="consent.Correction",
        whose=Whose.CLIENT,
        subjects=("request__client",),
        purposes=("service",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.DELETE,
        personal={"requests": ("field", "before", "after", "at")},
        plain=("id", "request", "actor"),
    ),
    Table(
        model="consent.DataExport",
        whose=Whose.CLIENT,
        subjects=("request__client",),
        purposes=("service",),
        retention=Retention.SHORT,
        erasure=Erasure.KEEP,
        because="That an answer was made, when and how large; the file itself goes with the erasure, or after a week.",
        personal={"requests": ("state", "rows", "size", "asked_at", "ready_at", "expires_at")},
        plain=(
            "id", "request", "storage", "stored_as", "tables_done", "tables_total", "sha256", "attempts",
            "due_at", "lease_token",
        ),
    ),
)  # fmt: skip
