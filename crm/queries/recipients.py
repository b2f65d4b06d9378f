"""Connected systems, as the records of processing name them."""

from collections.abc import Iterator

from consent.registry.recipients import Recipient
from crm.models import Destination


def active_destinations() -> Iterator[Recipient]:
    """Those that are told at present. One statement."""
    for each in Destination.objects.filter(is_active=True).select_related("purpose", "brand"):
        yield Recipient(
            name=f"{each.name} ({each.brand.name})",
            kind="Connected system",
            told=each.get_tells_display(),
            purposes=(each.purpose.code,),
            region=each.get_region_display(),
        )
