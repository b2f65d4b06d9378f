"""Product pictures: the same for ever, plain to any content policy, and one for everything in the catalogue."""

from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client as Browser

from clienteling.demo.catalogue.compose import compose_articles
from clienteling.demo.catalogue.forms import FORMS
from clienteling.demo.pictures.generator import DRAWINGS, OF_CATEGORY, is_drawable, picture_svg, placeholder_svg
from clienteling.demo.pictures.palette import COLOURS, luminance, mix, tones_of
from crm.models import Brand, Category, Product

ALLOWED = {"svg", "defs", "pattern", "clipPath", "g", "path", "rect", "ellipse"}


def tags_of(svg: str) -> set[str]:
    return {element.tag.split("}")[1] for element in ElementTree.fromstring(svg).iter()}


@pytest.mark.parametrize("drawing", sorted(DRAWINGS))
def test_a_drawing_is_shapes_alone_whatever_the_seed(drawing: str) -> None:
    for seed in range(12):
        for colour, material in (
            ("cassis", "grained-calfskin"),
            ("diamond", "steel"),
            ("opal", "gold"),
            ("pearl", "suede"),
        ):
            svg = picture_svg(drawing, colour, material, seed)

            assert tags_of(svg) <= ALLOWED
            assert "style" not in svg
            assert "nan" not in svg


@pytest.mark.parametrize("brand", sorted(FORMS))
def test_every_article_of_a_house_has_its_picture(brand: str) -> None:
    for article in compose_articles(brand, Random(7)):
        assert is_drawable(article.form.drawing)
        assert article.design.colour in COLOURS


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert picture_svg("tote", "cassis", "calfskin", 7) == picture_svg("tote", "cassis", "calfskin", 7)


def test_another_seed_gives_a_sister() -> None:
    assert picture_svg("tote", "cassis", "calfskin", 7) != picture_svg("tote", "cassis", "calfskin", 8)


@pytest.mark.parametrize("category", sorted(OF_CATEGORY))
def test_a_category_alone_is_enough(category: str) -> None:
    assert tags_of(picture_svg(category, "cassis", "calfskin", 7)) <= ALLOWED


def test_an_unknown_colour_and_material_become_a_quiet_one() -> None:
    assert tags_of(picture_svg("wallet", "octarine", "dragonhide", 7)) <= ALLOWED


def test_an_unknown_category_is_not_drawn() -> None:
    assert not is_drawable("spaceship")
    with pytest.raises(KeyError):
        picture_svg("spaceship", "black", "steel", 7)


def test_tones_go_from_shade_to_light() -> None:
    for colour in COLOURS.values():
        tones = tones_of(colour)
        ladder = [luminance(tone) for tone in (tones.deep, tones.dark, tones.base, tones.light, tones.shine)]

        assert ladder == sorted(ladder)


def test_a_mix_of_nothing_is_the_colour_itself() -> None:
    assert (mix("#102030", "#FFFFFF", 0), mix("#102030", "#FFFFFF", 1)) == ("#102030", "#FFFFFF")


@pytest.fixture
def tote(brand: Brand) -> Product:
    picture = {"drawing": "tote", "colour": "cassis", "material": "calfskin", "seed": 7}
    return Product.objects.create(brand=brand, code="rivage-tote-cassis", names={"en": "Rivage tote"}, picture=picture)


def test_a_picture_is_served_to_anybody_and_kept_for_a_day(tote: Product, client: Browser) -> None:
    answer = client.get("/pictures/aurelle/rivage-tote-cassis.svg")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer.content.decode() == picture_svg("tote", "cassis", "calfskin", 7)
    assert answer.cookies == {}


def test_with_a_version_it_is_kept_for_a_year(tote: Product, client: Browser) -> None:
    answer = client.get("/pictures/aurelle/rivage-tote-cassis.svg?v=1")

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_unchanged_picture_is_not_sent_again(tote: Product, client: Browser) -> None:
    first = client.get("/pictures/aurelle/rivage-tote-cassis.svg")

    again = client.get("/pictures/aurelle/rivage-tote-cassis.svg", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_there_is_a_wrapped_box_and_404(tote: Product, client: Browser) -> None:
    answer = client.get("/pictures/aurelle/nothing.svg")

    assert (answer.status_code, answer.content.decode()) == (404, placeholder_svg())
    assert answer["Cache-Control"] == "public, max-age=0"


def test_an_imported_product_is_drawn_from_its_category_or_wrapped(brand: Brand, client: Browser) -> None:
    bags = Category.objects.create(brand=brand, code="bags", names={"en": "Bags"})
    Product.objects.create(brand=brand, code="85123A", category=bags, colour="sage")
    Product.objects.create(brand=brand, code="POST")

    assert client.get("/pictures/AURELLE/85123A.svg").content.decode() != placeholder_svg()
    assert client.get("/pictures/AURELLE/POST.svg").content.decode() == placeholder_svg()


def test_a_picture_costs_one_question(tote: Product, client: Browser, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        client.get("/pictures/aurelle/rivage-tote-cassis.svg")
