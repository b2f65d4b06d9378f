"""The ledger of decisions, who looked, and what must not be written to."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

PROOF = "Proof that the house kept to what was decided (GDPR Art. 5(2), 7(1)); it holds a keyed hash, no address."

LEDGERS = (
    Table(
        model="consent.Decision",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because=PROOF,
        personal={"decisions": ("purpose", "channel", "contact_hash", "status", "captured_at", "valid_to", "language")},
        plain=("id", "client", "brand", "method", "origin", "notice", "actor", "confirms", "recorded_at"),
    ),
    Table(
        model="consent.CurrentDecision",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because=PROOF,
        personal={"decisions": ("purpose", "channel", "contact_hash")},
        plain=("id", "client", "brand", "decision"),
    ),
    Table(
        model="consent.Suppression",
        whose=Whose.CLIENT,
        purposes=("accountability",),
        retention=Retention.EVIDENCE,
        erasure=Erasure.KEEP,
        because="An address that asked for silence keeps it, even if a file brings it back; only its keyed hash stays.",
        personal={"decisions": ("channel", "contact_hash", "reason")},
        plain=("id", "brand", "marketing_only", "created_at", "lifted_at"),
    ),
    Table(
        model="consent.ContactPreference",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("service",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"preferences": ("paused_until", "at_most", "preferred_channel")},
        plain=("id", "client", "brand", "changed_at"),
    ),
    Table(
        model="consent.AccessEntry",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("security", "accountability"),
        retention=Retention.SECURITY,
        erasure=Erasure.KEEP,
        because="Who looked must stay answerable (GDPR Art. 32, 33); it holds groups of fields, no values.",
        personal={"looks": ("at", "action", "fields", "why")},
        plain=("id", "user", "api_key", "client", "request_id"),
    ),
    Table(
        model="consent.Purpose",
        plain=("id", "code", "name", "names", "parent", "lawful_basis", "channels", "needs_confirmation"),
    ),
    Table(model="consent.Notice", plain=("id", "purpose", "version", "language", "text", "sha256")),
)
