"""What advisors have to do, wrote down, and aim for."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

WORK = (
    Table(
        model="clienteling.Task",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship", "service"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        personal={"notes and tasks": ("text", "due_on", "done_at", "created_at")},
        plain=("id", "client", "boutique", "advisor", "done_by"),
    ),
    Table(
        model="clienteling.Note",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship",),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        # Free words: nobody can say that health, faith or family is not among them (GDPR Art. 9).
        sensitive={"notes and tasks": ("text",)},
        house="boutique__brand",
        personal={"notes and tasks": ("is_private", "created_at", "updated_at")},
        plain=("id", "client", "boutique", "author"),
    ),
    Table(
        model="clienteling.Contact",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship", "service"),
        retention=Retention.RELATIONSHIP,
        erasure=Erasure.DELETE,
        sensitive={"messages": ("text",)},
        house="boutique__brand",
        # That they spoke stays known; in which words does not.
        on_refusal=Erasure.CLEAR,
        personal={"messages": ("channel", "at")},
        plain=("id", "client", "advisor", "boutique"),
    ),
    Table(
        model="clienteling.SuggestionAnswer",
        whose=Whose.CLIENT,
        subjects=("client",),
        purposes=("relationship",),
        retention=Retention.SHORT,
        erasure=Erasure.DELETE,
        personal={"notes and tasks": ("kind", "answer", "until", "at")},
        plain=("id", "client", "user"),
    ),
    Table(
        model="clienteling.Goal",
        whose=Whose.STAFF,
        purposes=("employment",),
        retention=Retention.STAFF,
        because="What somebody of the staff was to sell says nothing of a client.",
        personal={"work": ("day", "amount")},
        plain=("id", "boutique", "advisor"),
    ),
)
