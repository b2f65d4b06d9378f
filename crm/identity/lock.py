"""The lock that makes two resolutions of one identifier wait for each other, known or new."""

from collections.abc import Sequence

from django.db import connection

from crm.identity.claims import IdentifierClaim

# The array is walked in order, so locks are taken in the sorted order that every caller keeps.
_SQL = """
SELECT count(pg_advisory_xact_lock(hashtextextended(name, 7)))
FROM (SELECT name FROM unnest(%s::text[]) WITH ORDINALITY AS named(name, position) ORDER BY position) AS sorted
"""


def lock_identifiers(claims: Sequence[IdentifierClaim]) -> None:
    """Hold these identifiers until the transaction ends. Lock order: docs/architecture.md."""
    names = sorted(f"{claim.namespace}:{claim.value}" for claim in claims)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [names])
