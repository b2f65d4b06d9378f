"""How many in the house bear a name."""

from collections.abc import Sequence

from django.db import connection

from crm.models import Client
from crm.search.words import have_words

# Up to so many of the clients a name is rare; in a small house up to so many bearers.
ONE_IN = 1_000
FEWEST = 5


def is_rare(words: Sequence[str]) -> bool:
    """Whether no more than one client in a thousand, or five, have all of these folded words (crm.search.text).

    A name's words are looked for among all of a client's, so that a given name counts too. Two statements; the second
    stops once the name is frequent.
    """
    most = max(FEWEST, _clients() // ONE_IN)
    return Client.objects.live().filter(have_words(words)).order_by()[: most + 1].count() <= most


def _clients() -> int:
    """As of the last time that the database counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'crm_client'::regclass")
        return int(cursor.fetchone()[0])
