"""What an advisor wants remembered about a client."""

from django.db import transaction

from clienteling.models import Note
from crm.actions.keep_sensitive import lock_to_keep_sensitive
from crm.models import Boutique, Client, User

MAXIMUM = 2000
"""Letters of one note; the screen refuses a longer one and keeps it in its field."""


@transaction.atomic
def write_note(client: Client, *, author: User, boutique: Boutique | None, text: str, is_private: bool) -> Note:
    """Raises ProfileError: ``consent_missing`` (free words are sensitive, decision 24), ``client_not_live``."""
    lock_to_keep_sensitive(client, brand=boutique.brand if boutique else None)
    return Note.objects.create(client=client, author=author, boutique=boutique, text=text, is_private=is_private)


@transaction.atomic
def rewrite_note(note: Note, *, text: str, is_private: bool) -> Note:
    """The caller found the note among the author's own: nobody rewrites a colleague's. Raises as ``write_note``."""
    lock_to_keep_sensitive(note.client, brand=note.boutique.brand if note.boutique else None)
    note.text, note.is_private = text, is_private
    note.save(update_fields=["text", "is_private", "updated_at"])
    return note


def drop_note(note: Note) -> None:
    """A note emptied by its author is gone."""
    note.delete()
