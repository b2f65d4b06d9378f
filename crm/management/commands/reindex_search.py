"""``manage.py reindex_search``: every client's search words anew, after the rule for them has changed."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Prefetch
from tqdm import tqdm

from crm.models import Client, Identifier
from crm.search.text import search_text_for
from crm.search.upkeep import count_search_words, forget_unused_words

BATCH = 2_000


class Command(BaseCommand):
    help = "Writes the search words of every client anew where they differ, and counts the vocabulary."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sum(_rewrite(batch) for batch in _batches())
        count_search_words()
        forgotten = forget_unused_words()
        self.stdout.write(f"{changed:,} clients had other words; {forgotten:,} words were forgotten.")


def _batches() -> Iterator[list[Any]]:
    held = Prefetch("identifiers", Identifier.objects.filter(retracted_at=None).order_by("id"), to_attr="held")
    last = 0
    with tqdm(total=Client.objects.count(), unit=" clients", leave=False) as bar:
        while batch := list(Client.objects.filter(pk__gt=last).order_by("pk").prefetch_related(held)[:BATCH]):
            yield batch
            last = batch[-1].pk
            bar.update(len(batch))


def _rewrite(batch: list[Any]) -> int:
    changed = []
    for client in batch:
        text = search_text_for(client, [(each.namespace, each.value) for each in client.held])
        if text != client.search_text:
            client.search_text = text
            changed.append(client)
    return Client.objects.bulk_update(changed, ["search_text"])
