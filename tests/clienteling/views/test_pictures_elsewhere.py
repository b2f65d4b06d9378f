"""A picture that the catalogue names is shown from where it lies, when that is a place of the house."""

from typing import Any

import pytest
from django.test import Client as Browser

from crm.models import Brand
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["/media/tote.jpg", "https://pictures.house.example/tote.jpg"])
def test_a_picture_of_the_house_is_shown_from_where_it_lies(
    client: Browser, brand: Brand, settings: Any, place: str
) -> None:
    settings.PICTURE_ORIGINS = ["https://pictures.house.example"]
    make_product(brand, picture={"url": place})

    answer = client.get("/pictures/AURELLE/tote.svg")

    assert (answer.status_code, answer.headers["Location"]) == (302, place)


@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/x.jpg", "//elsewhere.example/x.jpg", "/\\elsewhere.example"]
)
def test_nobody_is_led_elsewhere_by_a_picture(client: Browser, brand: Brand, place: str) -> None:
    make_product(brand, picture={"url": place})

    assert client.get("/pictures/AURELLE/tote.svg").headers["Content-Type"] == "image/svg+xml; charset=utf-8"
