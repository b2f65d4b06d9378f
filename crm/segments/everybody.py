"""The clients whom a brand knows, and comparisons that include whoever has nothing."""

from decimal import Decimal

from crm.segments.fragment import Fragment, Scope, joined


def everybody(scope: Scope) -> Fragment:
    """The live clients of the brand whose data may be used (GDPR Art. 18).

    Few records were ever merged, and few are restricted: to leave those out costs less than to look every other up.
    """
    among = scope.among("r.client_id")
    text = (
        f"SELECT r.client_id FROM crm_relationship r WHERE r.brand_id = %s{among.text} AND NOT EXISTS"
        " (SELECT FROM crm_client c WHERE c.id = r.client_id AND c.canonical_id IS NOT NULL) AND NOT EXISTS"
        " (SELECT FROM consent_restriction x WHERE x.client_id = r.client_id AND x.lifted_at IS NULL)"
    )
    return Fragment(text, (scope.brand_id, *among.values))


def everybody_but(few: Fragment, scope: Scope) -> Fragment:
    return joined("EXCEPT", [everybody(scope), few])


def compared(counted: Fragment, comparison: str, number: int | Decimal, scope: Scope) -> Fragment:
    """``counted`` ends with what its HAVING compares. At most so many includes whoever has none at all."""
    if comparison == "at_least":
        return Fragment(f"{counted.text} >= %s", (*counted.values, number))
    return everybody_but(Fragment(f"{counted.text} > %s", (*counted.values, number)), scope)
