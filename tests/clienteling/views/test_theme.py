import pytest
from django.test import Client as Browser

from crm.models import Brand


def test_a_brand_colours_the_same_screen(client: Browser, brand: Brand) -> None:
    Brand.objects.filter(pk=brand.pk).update(accent="#123456", accent_dark="#ABCDEF")

    answer = client.get("/theme/AURELLE.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.content.decode() == (
        ":root { --accent: #123456; }\n"
        "@supports (color: light-dark(#000, #fff)) { :root { --accent: light-dark(#123456, #ABCDEF); } }\n"
    )


def test_what_is_no_colour_never_enters_the_style_sheet(client: Browser, brand: Brand) -> None:
    Brand.objects.filter(pk=brand.pk).update(accent="red;}", accent_dark="url(x)")

    css = client.get("/theme/AURELLE.css").content.decode()

    assert css.splitlines()[0] == ":root { --accent: #80603A; }"


@pytest.mark.django_db
def test_the_chosen_light_is_there_at_the_first_paint(client: Browser) -> None:
    client.post("/theme/choose/", {"theme": "dark", "next": "/accounts/login/"})

    page = client.get("/accounts/login/").content.decode()

    assert '<html lang="en" data-theme="dark">' in page


@pytest.mark.parametrize(("next_page", "lands"), [("/me/", "/me/"), ("https://elsewhere.example/", "/"), ("me", "me")])
def test_the_way_back_stays_in_this_house(client: Browser, next_page: str, lands: str) -> None:
    answer = client.post("/theme/choose/", {"theme": "light", "next": next_page})

    assert answer.headers["Location"] == lands


def test_an_unknown_light_is_refused(client: Browser) -> None:
    answer = client.post("/theme/choose/", {"theme": "neon"})

    assert (answer.status_code, dict(client.cookies)) == (400, {})
