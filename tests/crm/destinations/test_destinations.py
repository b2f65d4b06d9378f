"""What a destination has to be, and which segments go there."""

import pytest

from crm.actions.destinations import Wanted, make_destination, start_audience
from crm.actions.segment_versions import make_segment
from crm.destinations.errors import DestinationError
from crm.models import Audience, Brand, Destination, Segment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("name_missing", {"name": ""}),
        ("name_taken", {}),
        ("not_https", {"url": "ftp://receiver.example"}),
        ("unknown_purpose", {"purpose": "fun"}),
        ("unknown_channel", {"channel": "pigeon"}),
        ("unknown_channel", {"channel": ""}),
        ("unknown_channel", {"purpose": "profiling"}),
        ("unknown_choice", {"region": "moon"}),
        ("unknown_choice", {"tells": "all"}),
    ],
)
def test_a_destination_that_cannot_be_is_refused(
    brand: Brand, ads: Destination, code: str, changed: dict[str, str]
) -> None:
    wanted = {"name": "Ads", "url": ads.url, "purpose": "marketing", "channel": "email", "region": "eu", **changed}

    with pytest.raises(DestinationError) as raised:
        make_destination(brand, Wanted(**wanted), actor=None)

    assert raised.value.code == code
    assert Destination.objects.count() == 1


def test_a_segment_goes_to_a_destination_once_and_not_to_another_brands(
    ads: Destination, audience: Audience, gift: Segment, other_brand: Brand
) -> None:
    theirs = make_segment(other_brand, code="gift", name="Gift", kind="static")

    for segment, code in ((gift, "already_sent_there"), (theirs, "other_brand")):
        with pytest.raises(DestinationError) as raised:
            start_audience(ads, segment, actor=None)
        assert raised.value.code == code

    assert Audience.objects.count() == 1
