"""The vocabulary of the search: every distinct word under which some client is found by name."""

from django.db import models


class SearchWord(models.Model):
    """A word of at least one client. Written by a trigger on crm_client, so that no way of writing forgets it.

    ``count``: about how many clients have it, as of the last count; for choosing a plan, not for showing.
    ``born``: the transaction that wrote it, so that a process reads only what it does not know yet.
    """

    word = models.TextField(primary_key=True, db_collation="C")
    count = models.BigIntegerField(default=1)
    born = models.BigIntegerField()

    class Meta:
        indexes = [
            # What was written since a process last looked (crm.search.known_words).
            models.Index(fields=["born"], name="search_word_by_birth")
        ]

    def __str__(self) -> str:
        return self.word
