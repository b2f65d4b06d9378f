"""Counting the words anew, and forgetting those that nobody has any more."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

# What the trigger of migration search_words writes, too.
WORDS_OF_CLIENTS = """
    SELECT word, count(*) AS count FROM crm_client, unnest(string_to_array(search_text, ' ')) AS word
    WHERE word !~ '[0-9@~-]' AND word <> '' AND word <> lower(substr(uid, 3)) GROUP BY word
"""
_COUNT = f"""
    INSERT INTO crm_searchword AS kept (word, count)
    SELECT word, count FROM ({WORDS_OF_CLIENTS}) AS counted ORDER BY word
    ON CONFLICT (word) DO UPDATE SET count = excluded.count
    WHERE excluded.count NOT BETWEEN kept.count * 0.7 AND kept.count * 1.4
"""  # noqa: S608
_FORGET = """
    DELETE FROM crm_searchword WHERE word = ANY(%s) AND NOT EXISTS (
        SELECT FROM crm_client WHERE array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))
            @@ quote_literal(crm_searchword.word)::tsquery
    )
"""
BATCH = 500


def count_search_words() -> int:
    """Counts every word of every client; returns how many words were new or had changed much. Nightly."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        return cursor.rowcount


def forget_unused_words() -> int:
    """Forgets every word that no client has; returns how many. Nightly: a name is personal data."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM crm_searchword EXCEPT SELECT word FROM ({WORDS_OF_CLIENTS}) AS used")  # noqa: S608
        unused = [row[0] for row in cursor.fetchall()]
    return forget_words(unused)


def forget_words(words: Iterable[str]) -> int:
    """Forgets those of these words that no client has; returns how many."""
    return sum(_forget(batch) for batch in _batches(words))


@transaction.atomic
def _forget(batch: list[str]) -> int:
    with connection.cursor() as cursor:
        # Waits for whoever is writing words, and lets nobody begin: else a word taken up again would be lost.
        cursor.execute("LOCK TABLE crm_searchword IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_FORGET, [batch])
        return cursor.rowcount


def _batches(words: Iterable[str]) -> Iterator[list[str]]:
    left = iter(words)
    while batch := list(islice(left, BATCH)):
        yield batch
