import pytest
from django.apps import apps

from consent.registry.emptying import emptied, made_afresh
from consent.registry.registered import table, tables, tables_of_clients
from consent.registry.table import Erasure, Whose
from crm.models import AudienceChange, ChangedClient, Client, Relation
from tests.factories.clients import allow_contact, make_known_client

pytestmark = pytest.mark.django_db


def test_every_table_that_points_at_a_client_leads_there():
    pointing = {
        field.model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Client
    }

    assert pointing - {each.model for each in tables_of_clients()} == set()


def test_every_table_of_clients_that_none_is_led_to_from_says_why_it_stays_or_goes_by_itself():
    unled = {each.model for each in tables() if each.whose is Whose.CLIENT and not each.leads_to_clients}

    assert unled == {
        "consent.ErasedIdentifier", "consent.Suppression", "crm.BlockedIdentifier", "crm.DuplicateModel",
        "crm.SearchWord", "crm.Upload",
        "sessions.Session",
    }  # fmt: skip


def test_the_rows_of_a_client_are_theirs_alone(brand, boutique):
    camille = make_known_client(boutique, email="camille@example.org")
    leonie = make_known_client(boutique, "Léonie", email="leonie@example.org")
    theirs = allow_contact(camille, brand)
    allow_contact(leonie, brand)

    assert list(table("consent.Decision").rows_of([camille.pk])) == [theirs]


def test_a_row_of_another_that_names_the_client_is_reached_and_is_not_theirs(boutique):
    camille = make_known_client(boutique, email="camille@example.org")
    leonie = make_known_client(boutique, "Léonie", email="leonie@example.org")
    row = Relation.objects.create(client=leonie, other=camille, kind="sibling")
    relations = table("crm.Relation")

    assert list(relations.rows_of([camille.pk])) == list(relations.own_rows_of([leonie.pk])) == [row]
    assert list(relations.own_rows_of([camille.pk])) == []


def test_a_client_named_by_a_plain_number_is_found(boutique):
    camille = make_known_client(boutique, email="camille@example.org")
    ChangedClient.objects.all().delete()
    row = ChangedClient.objects.create(client_id=camille.pk)
    ChangedClient.objects.create(client_id=camille.pk + 1)

    assert list(table("crm.ChangedClient").rows_of([camille.pk])) == [row]
    assert table("crm.AudienceChange").model_class is AudienceChange


def test_what_can_be_emptied_is_empty_afterwards():
    clearing = {each.model: each for each in tables() if each.erasure is Erasure.CLEAR}

    assert made_afresh(clearing["crm.Client"]) == ("uid",)
    assert emptied(clearing["crm.PurchaseLine"]) == {"description": ""}
    assert emptied(clearing["crm.MergeLog"]) == {"reason": "", "choices": {}, "identifiers": [], "consents": {}}
    assert emptied(clearing["crm.Client"]) == {
        "given_name": "", "family_name": "", "name_order": "given_first", "salutation": "", "search_text": "",
        "country": "", "city": "", "timezone": "", "language": "en", "birth_date": None, "key_dates": [],
        "tastes": {}, "source": "",
    }  # fmt: skip
