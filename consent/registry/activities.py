"""What the house does with data without asking for it each time, beside the purposes that clients decide on.

Consent purposes (``consent.purposes``) are shown to clients and answered yes or no. These are the rest of what GDPR
Art. 30(1)(b) wants named; nobody is asked, so no decision is kept on them.
"""

from dataclasses import dataclass

from consent.purposes import STANDING_PURPOSES


@dataclass(frozen=True)
class Activity:
    """``lawful_basis``: a value of ``consent.Purpose.Basis``."""

    code: str
    name: str
    lawful_basis: str


ACTIVITIES = (
    Activity("relationship", "Knowing a client: profile, visits, notes and tasks", "legitimate_interests"),
    Activity("one-record", "One record for one person: identities, duplicates and merges", "legitimate_interests"),
    Activity("security", "Security: log-ins, who looked at whom, what machines were refused", "legitimate_interests"),
    Activity("accounting", "Books and invoices", "legal_obligation"),
    Activity("accountability", "Proof that decisions and rights of clients were kept to", "legal_obligation"),
    Activity("employment", "Accounts and work of the staff", "contract"),
)


def known_purposes() -> frozenset[str]:
    """Codes that a table may name."""
    return frozenset(each.code for each in (*STANDING_PURPOSES, *ACTIVITIES))
