"""What segments may ask about the boutique's work: repairs and satisfaction, registered when the app is ready."""

from clienteling.segments.repairs import REPAIR
from clienteling.segments.satisfaction import SATISFACTION
from crm.segments.kind import register_kind


def register_boutique_kinds() -> None:
    for kind in (REPAIR, SATISFACTION):
        register_kind(kind)
