"""Duplicates and merges: who may be whom, and what a merge changed."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

MERGING = (
    Table(
        model="crm.DuplicateSignature",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        # Hashed words of names, addresses and numbers, and a signature of them.
        personal={"names": ("keys", "signature")},
        plain=("client", "version"),
    ),
    Table(
        model="crm.DuplicateWork",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("one-record",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        plain=("id", "client", "since"),
    ),
    Table(
        model="crm.DuplicateProposal",
        whose=Whose.CLIENT,
        # It says of one person what it says of the other, so an export of either would tell of both.
        mentions=("a", "b"),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"likeness to another client": ("score", "reasons")},
        plain=("id", "a", "b", "status", "decided_by", "decided_at", "found_at", "confirmed_at"),
    ),
    Table(
        model="crm.MergeLog",
        whose=Whose.CLIENT,
        subjects=("keep", "duplicate"),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.CLEAR,
        because="That two records are one stays known, so that what reaches one finds the other; no value does.",
        personal={"merges": ("reason", "choices", "identifiers", "consents")},
        empties=("reason", "choices", "identifiers", "consents"),
        plain=("id", "keep", "duplicate", "actor", "at", "undone_at", "undone_by"),
    ),
    Table(
        model="crm.MergeMove",
        whose=Whose.CLIENT,
        subjects=("log__keep", "log__duplicate"),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"merges": ("model", "rows")},
        plain=("id", "log"),
    ),
    Table(
        model="crm.MergeChange",
        whose=Whose.CLIENT,
        subjects=("log__keep", "log__duplicate"),
        purposes=("one-record",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"merges": ("model", "row", "field", "before", "after", "is_amount")},
        plain=("id", "log"),
    ),
    Table(
        model="crm.DuplicateModel",
        whose=Whose.CLIENT,
        purposes=("one-record",),
        # The newest stays, and is younger than that where duplicates are looked for (crm.retention.duplicate_models).
        retention=Retention.SHORT,
        because="How common a name is among all clients; a name that one record alone bears is not in it.",
        personal={"names": ("parameters",)},
        plain=("id", "learnt_at", "clients"),
    ),
    Table(
        model="crm.DuplicatePass",
        plain=("id", "started_at", "finished_at", "model", "clients", "compared", "position"),
    ),
    Table(
        model="crm.AutomaticMergeThreshold",
        plain=("id", "measured_at", "score", "decided", "right", "precision_at_least"),
    ),
    Table(model="crm.DuplicateRate", plain=("id", "day", "clients", "duplicates")),
)
