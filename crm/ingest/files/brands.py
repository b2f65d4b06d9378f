"""The brand that a file is imported for."""

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.mapping import Mapping
from crm.models import Brand


def brand_for(code: str, mapping: Mapping, *, creates: bool) -> Brand:
    """The brand of this code; with ``creates``, else a new one that is not saved yet, as ``[brand]`` describes it.

    Raises ImportFileError ``brand_unknown``.
    """
    brand = Brand.objects.filter(code=code).first()
    if brand is not None:
        return brand
    if not creates:
        known = ", ".join(Brand.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise ImportFileError(
            "brand_unknown", f"There is no brand {code!r} (there are: {known}). Add --create-brand to make it."
        )
    return Brand(code=code, **{"name": code, **mapping.brand})
