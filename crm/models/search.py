"""The vocabulary of the search: every distinct word under which some client is found by name."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from crm.search.vocabulary import Slips


class SearchWord(models.Model):
    """A word of at least one client. Written by a trigger on crm_client, so that no way of writing forgets it.

    ``count``: about how many clients have it, as of the last count; for choosing a plan, not for showing.
    """

    word = models.TextField(primary_key=True, db_collation="C")
    count = models.BigIntegerField(default=1)

    class Meta:
        indexes = [
            # Words one slip away from what was typed (crm.search.vocabulary).
            GinIndex(Slips("word"), name="search_word_by_slip", fastupdate=False)
        ]

    def __str__(self) -> str:
        return self.word
