"""Change what is known of a client."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from crm.models import Client, Identifier
from crm.search.text import search_text_for
from crm.search.upkeep import forget_words

EDITABLE = frozenset(
    {
        "given_name", "family_name", "name_order", "salutation", "language", "country", "city", "timezone",
        "birth_date", "tastes", "key_dates", "source",
    }
)  # fmt: skip


@transaction.atomic
def update_client(client: Client, **fields: Any) -> Client:
    """Set these fields of a client and write their search words anew.

    Without a field, only the search words: call it after identifiers changed. TypeError for a field that
    is not one of EDITABLE, such as ``uid``. Of somebody who was erased meanwhile nothing is written.
    """
    if unknown := sorted(set(fields) - EDITABLE):
        raise TypeError(f"a client has no editable {', '.join(unknown)}")
    for name, value in fields.items():
        setattr(client, name, value)
    held = Identifier.objects.filter(client=client, retracted_at=None).order_by("id")
    before = client.search_text
    client.search_text = search_text_for(client, held.values_list("namespace", "value"))
    client.updated_at = timezone.now()
    written = {name: getattr(client, name) for name in (*fields, "search_text", "updated_at")}
    # Whoever found the client before an erasure, and writes after it, writes nothing: nobody is named again.
    Client.objects.filter(pk=client.pk, erased_at=None).update(**written)
    if gone := sorted(set(before.split()) - set(client.search_text.split())):
        # A name is personal data: one that nobody bears any more leaves the vocabulary of the search.
        transaction.on_commit(partial(forget_words, gone))
    return client
