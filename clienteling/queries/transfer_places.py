"""Where data went, by the name that the house gave the place: the log of transfers keeps a number."""

from collections.abc import Sequence

from consent.models import Transfer
from crm.models import Destination

_DESTINATION = "destination "


def name_places(transfers: Sequence[Transfer]) -> None:
    """Sets ``place_name`` of each. One statement."""
    numbers = {each.place.removeprefix(_DESTINATION) for each in transfers if each.place.startswith(_DESTINATION)}
    wanted = [int(number) for number in numbers if number.isdecimal()]
    names = {
        f"{_DESTINATION}{pk}": name for pk, name in Destination.objects.filter(pk__in=wanted).values_list("pk", "name")
    }
    for each in transfers:
        each.place_name = names.get(each.place, each.place)  # type: ignore[attr-defined]  # for the page
