"""People around a client follow from both sides: whose relation it is, and whom it names."""

from crm.merging.trail import Trail
from crm.models import Relation


def follow_relations(trail: Trail) -> None:
    """What the survivor has already stays on the duplicate, and so does what would relate her to herself."""
    _point_to_survivor(trail)
    held = _keys(trail.keep.pk)
    theirs = Relation.objects.filter(client=trail.duplicate).exclude(other=trail.keep).order_by("pk")
    news = [row.pk for row in theirs if (row.other_id, "" if row.other_id else row.name, row.kind) not in held]
    trail.move(Relation.objects.filter(client=trail.duplicate, pk__in=news))


def _point_to_survivor(trail: Trail) -> None:
    """Others who named the duplicate name the survivor, unless they named her already."""
    named = Relation.objects.filter(other=trail.duplicate).exclude(client=trail.keep)
    already = set(Relation.objects.filter(other=trail.keep).values_list("client", "kind"))
    for row in named.order_by("pk"):
        if (row.client_id, row.kind) not in already:
            trail.change(row, other_id=trail.keep.pk)


def _keys(client_id: int) -> set[tuple[int | None, str, str]]:
    """What two relations of one client are told apart by; the name only where no client is named."""
    rows = Relation.objects.filter(client=client_id).values_list("other", "name", "kind")
    return {(other, "" if other else name, kind) for other, name, kind in rows}
