"""Who sees segments, and who writes them."""

import pytest
from django.test import Client as Browser

from crm.models import Brand, Segment
from tests.clienteling.views.segments.pages import FRENCH, PAGE
from tests.factories import make_user


@pytest.mark.parametrize(("name", "status"), [("hana", 200), ("maya", 403), ("alice", 403), ("petra", 403)])
def test_headquarters_alone_sees_segments(
    request: pytest.FixtureRequest, client: Browser, french: Segment, name: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert [client.get(path).status_code for path in ("/segments/", PAGE)] == [status, status]


def test_headquarters_of_one_country_reads_and_does_not_write(client: Browser, brand: Brand, french: Segment) -> None:
    client.force_login(make_user("Ivo", "hq", brand=brand, country="IT"))

    assert client.get(PAGE).status_code == 200
    assert [client.post(f"{PAGE}{path}", FRENCH).status_code for path in ("edit/", "publish/", "export.csv")] == [
        403
    ] * 3
    french.refresh_from_db()
    assert french.draft == {"op": "and", "rules": []}


def test_another_brands_segment_is_not_there(client: Browser, other_brand: Brand, french: Segment) -> None:
    client.force_login(make_user("Hugo", "hq", brand=other_brand))

    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}edit/", FRENCH).status_code == 404
