"""What of the profile store follows a merge."""

from crm.merging.identifiers import follow_identifiers, follow_reviews
from crm.merging.rows import follow_rows
from crm.merging.trail import Trail


def follow_own(trail: Trail) -> None:
    follow_identifiers(trail)
    follow_reviews(trail)
    follow_rows(trail)
