"""An undeclared field fails the build."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.test.utils import isolate_apps

from consent.registry.check import check_registry, errors_of
from consent.registry.registered import declare, table
from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose
from crm.models import Client, Purchase, Relation, Wish


@pytest.fixture
def client_table():
    """The declaration of clients, put back afterwards."""
    kept = table("crm.Client")
    yield kept
    declare(kept)


def codes_of(model, declared):
    return [(error.id, error.msg) for error in errors_of(model, [declared])]


def test_everything_that_is_installed_is_declared():
    assert check_registry() == []


def test_a_field_that_nobody_declared_fails_the_build(client_table):
    declare(replace(client_table, plain=tuple(name for name in client_table.plain if name != "updated_at")))

    with pytest.raises((SystemCheckError, CommandError)) as refused:
        call_command("check")

    assert "(consent.E001) crm.Client.updated_at is not declared." in str(refused.value)


def test_a_field_made_up_today_is_not_declared():
    with isolate_apps("crm"):

        class Wardrobe(models.Model):
            shoe_size = models.CharField(max_length=4)

            class Meta:
                app_label = "crm"

    assert codes_of(Wardrobe, Table(model="crm.Wardrobe", plain=("id",))) == [
        ("consent.E001", "crm.Wardrobe.shoe_size is not declared.")
    ]
    assert [error.id for error in errors_of(Wardrobe, [])] == ["consent.E001"]


def test_a_field_that_went_is_declared_no_more():
    surplus = replace(table("crm.Wish"), plain=(*table("crm.Wish").plain, "colour"))

    assert codes_of(Wish, surplus) == [("consent.E001", "crm.Wish.colour is declared and does not exist.")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purposes": ()}, "E002"),
        ({"retention": Retention.NOT_PERSONAL}, "E002"),
        ({"whose": Whose.NOBODY}, "E002"),
        ({"because": ""}, "E003"),
        ({"erasure": Erasure.CLEAR}, "E003"),
        ({"purposes": ("curiosity",)}, "E004"),
        ({"subjects": ("buyer",)}, "E005"),
        ({"erasure": Erasure.CLEAR, "empties": ("shoe_size",)}, "E005"),
        ({"erasure": Erasure.CLEAR, "empties": ("occurred_at",)}, "E005"),
    ],
)
def test_a_declaration_that_leaves_something_open_is_an_error(change, code):
    found = codes_of(Purchase, replace(table("crm.Purchase"), **change))

    assert [each for each, _ in found] == [f"consent.{code}"]


@pytest.mark.parametrize(
    ("change", "code"), [({"house": "boutique__brand"}, "E005"), ({"on_refusal": Erasure.KEEP}, "E003")]
)
def test_what_is_sensitive_says_whose_it_is_and_goes_with_the_consent(change, code):
    found = codes_of(Relation, replace(table("crm.Relation"), **change))

    assert [each for each, _ in found] == [f"consent.{code}"]


def test_only_the_apps_that_are_asked_are_checked(client_table):
    from django.apps import apps

    declare(replace(client_table, plain=()))

    assert check_registry([apps.get_app_config("journeys")]) == []
    assert {error.obj for error in check_registry([apps.get_app_config("crm")])} == {Client}
