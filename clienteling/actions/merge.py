"""What the boutique knows and plans follows when two clients become one."""

from clienteling.models import CheckInCode, Contact, Note, Repair, SuggestionAnswer, SurveyAnswer, Task, Visit
from crm.merging.trail import Trail


def follow_merge(trail: Trail) -> None:
    """Whoever is in one boutique twice is there once, since the earlier arrival."""
    _join_visits(trail)
    for model in (Visit, Task, Note, Contact, SuggestionAnswer, CheckInCode, Repair, SurveyAnswer):
        trail.move(model._default_manager.filter(client=trail.duplicate))


def _join_visits(trail: Trail) -> None:
    present = Visit.objects.filter(left_at=None)
    mine = {visit.boutique_id: visit for visit in present.filter(client=trail.keep)}
    for theirs in present.filter(client=trail.duplicate).order_by("id"):
        if held := mine.get(theirs.boutique_id):
            later = max(held, theirs, key=lambda visit: (visit.arrived_at, visit.pk))
            trail.change(later, left_at=later.arrived_at)
