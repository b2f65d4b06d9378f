"""What one line of a definition can say; each module is one kind, from its JSON to its SQL and its form."""

from crm.destinations.regions import REGION
from crm.segments.kind import register_kind
from crm.segments.kinds.age import AGE
from crm.segments.kinds.attribute import ATTRIBUTE
from crm.segments.kinds.behaviour import BEHAVIOUR
from crm.segments.kinds.birthday import BIRTHDAY
from crm.segments.kinds.cart import CART
from crm.segments.kinds.consent import CONSENT
from crm.segments.kinds.in_segment import IN_SEGMENT
from crm.segments.kinds.key_date import KEY_DATE
from crm.segments.kinds.known_since import KNOWN
from crm.segments.kinds.loyalty import LOYALTY
from crm.segments.kinds.purchases import PURCHASES
from crm.segments.kinds.related import RELATED
from crm.segments.kinds.relationship import RELATIONSHIP
from crm.segments.kinds.score import SCORE
from crm.segments.kinds.suppressed import SILENT, WRITABLE
from crm.segments.kinds.taste import TASTE
from crm.segments.kinds.wish import WISH

OWN_KINDS = (
    ATTRIBUTE, AGE, BIRTHDAY, KEY_DATE, TASTE, PURCHASES, BEHAVIOUR, WISH, CART, RELATIONSHIP, KNOWN, RELATED, LOYALTY,
    CONSENT, SCORE, IN_SEGMENT, REGION, WRITABLE, SILENT,
)  # fmt: skip


def register_own_kinds() -> None:
    for kind in OWN_KINDS:
        register_kind(kind)
