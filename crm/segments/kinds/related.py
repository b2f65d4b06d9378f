"""Family and household: ``{"kind": "related", "values": ["spouse", "assistant"]}``, as the brand or the group knows."""

from dataclasses import dataclass

from crm.models.profile import Relation
from crm.segments.fields import values_among
from crm.segments.fragment import Fragment, Scope
from crm.segments.kind import Data, Field, Form, Kind, Path
from crm.segments.rules import Leaf
from crm.segments.words import listed


@dataclass(frozen=True)
class Related(Leaf):
    values: tuple[str, ...]


def read(data: Data, path: Path) -> Related:
    return Related(values_among(data, Relation.Kind.values, path))


def members(leaf: Related, scope: Scope) -> Fragment:
    among = scope.among("f.client_id")
    text = "SELECT f.client_id FROM crm_relation f WHERE f.kind = ANY(%s) AND (f.brand_id = %s OR f.brand_id IS NULL)"
    return Fragment(text + among.text, (list(leaf.values), scope.brand_id, *among.values))


def words(leaf: Related) -> str:
    return f"Has a relation: {listed([Relation.Kind(each).label.lower() for each in leaf.values])}"


_FIELDS = (
    Field("values", "Somebody who is", offers="relation", hint="Such as spouse, assistant. Any of them.", is_list=True),
)
RELATED = Kind("related", Related, read, members, words, (Form("related", "Our relation", "Family", _FIELDS),))
