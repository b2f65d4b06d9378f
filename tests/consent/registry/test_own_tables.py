from django.apps import apps

from consent.registry.registered import table, tables
from tests.factories.clients import allow_contact, make_known_client


def test_every_field_of_consent_is_declared():
    declared = {each.model: each.declared_fields for each in tables() if each.model.startswith("consent.")}

    assert declared == {
        model._meta.label: frozenset(field.name for field in model._meta.concrete_fields)
        for model in apps.get_app_config("consent").get_models(include_auto_created=True)
    }


def test_what_is_kept_of_a_person_says_why():
    kept = [each for each in tables() if each.subjects and each.erasure.code != "delete"]

    assert [each.model for each in kept if not each.because] == []


def test_the_rows_of_a_client_are_theirs_alone(brand, boutique):
    camille = make_known_client(boutique, email="camille@example.org")
    leonie = make_known_client(boutique, "Léonie", email="leonie@example.org")
    theirs = allow_contact(camille, brand)
    allow_contact(leonie, brand)

    assert list(table("consent.Decision").rows_of([camille.pk])) == [theirs]
