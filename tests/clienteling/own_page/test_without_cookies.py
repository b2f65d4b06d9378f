"""The client's own data are corrected from a browser that keeps no cookie."""

import pytest
from django.test import Client as Browser

from clienteling.lib.tokens import sign_link
from consent.views.links import preference_token
from crm.identity.address_code import address_code
from crm.identity.new_address import NewAddress, sealed_address
from crm.models import Brand, Client
from journeys.models import Send

pytestmark = pytest.mark.django_db
OLD, NEW = "camille@mail.example", "camille.new@mail.example"


@pytest.fixture
def strict() -> Browser:
    return Browser(enforce_csrf_checks=True)


@pytest.fixture
def page(camille: Client, brand: Brand) -> str:
    return f"/preferences/{preference_token(camille, brand)}/data/"


def test_what_is_wrong_is_put_right(strict: Browser, page: str, camille: Client) -> None:
    said = {"given_name": "Camille", "family_name": "Durand", "country": "FR", "language": "fr"}

    answer = strict.post(f"{page}correct/", said)

    camille.refresh_from_db()
    assert (answer.status_code, camille.family_name, dict(strict.cookies)) == (302, "Durand", {})


def test_a_new_address_is_asked_for_and_proved(strict: Browser, page: str, camille: Client, brand: Brand) -> None:
    asked = strict.post(f"{page}address/", {"email": NEW, "replaces": address_code(OLD)})
    sealed = sealed_address(NewAddress(camille.uid, NEW, OLD))
    taken = strict.post(f"/preferences/address/{sign_link('new-address', {'sealed': sealed, 'brand': brand.code})}/")

    assert (asked["Location"], Send.objects.count()) == (f"{page}?asked", 1)
    assert (taken.status_code, camille.contact_point("email"), dict(strict.cookies)) == (200, NEW, {})
