"""What the brand knows of the relation: ``{"kind": "relationship", "field": "tier", "values": ["VIC"]}``."""

from dataclasses import dataclass

from crm.segments.fields import choice, values
from crm.segments.fragment import Fragment, Scope
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import listed

FIELDS = {"tier": "Tier", "boutique": "Boutique", "country": "Country", "advisor": "Advisor"}
_COLUMNS = {"tier": "r.tier", "boutique": "b.code", "country": "r.country", "advisor": "u.email"}
_JOINS = {
    "boutique": " JOIN crm_boutique b ON b.id = r.boutique_id",
    "advisor": " JOIN crm_user u ON u.id = r.advisor_id",
}


@dataclass(frozen=True)
class Relationship(Leaf):
    """``field``: tier, boutique (its code), country (the boutique's), advisor (their address)."""

    field: str
    values: tuple[str, ...]


def read(data: Data, path: Path) -> Relationship:
    return Relationship(choice(data, "field", tuple(FIELDS), path), values(data, path))


def members(leaf: Relationship, scope: Scope) -> Fragment:
    among = scope.among("r.client_id")
    text = (
        f"SELECT r.client_id FROM crm_relationship r{_JOINS.get(leaf.field, '')}"
        f" WHERE r.brand_id = %s AND lower({_COLUMNS[leaf.field]}) = ANY(%s){among.text}"
    )
    return Fragment(text, (scope.brand_id, [each.lower() for each in leaf.values], *among.values))


def words(leaf: Relationship) -> str:
    return f"{FIELDS[leaf.field]} of the relation is {listed(leaf.values)}"


def _form(field: str, title: str, offers: str) -> Form:
    fields = (Field("values", title, offers=offers, hint="Separated by commas.", is_list=True),)
    return Form(f"relation_{field}", "Our relation", title, fields, {"field": field})


FORMS = (
    _form("tier", "Tier", "tier"),
    _form("boutique", "Boutique", "boutique"),
    _form("country", "Country of the boutique", "country"),
    _form("advisor", "Advisor", "advisor"),
)
RELATIONSHIP = Kind("relationship", Relationship, read, members, words, FORMS)
