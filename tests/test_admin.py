"""The Django admin: every page opens, ledgers refuse to be written, looks are logged, lists stay fast.

A new table has a row in tests/one_of_each, so that its page has something to show.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from clienteling.lib.admin_pages import COUNTED, EstimatedPaginator, HouseAdmin, LedgerAdmin
from clienteling.models import CheckInCode, Note
from consent.models import AccessEntry, Decision, Protection
from consent.registry.registered import tables
from crm.api.keys import issue_api_key
from crm.models import ApiKey, Client, CustomerAccount, Destination, Purchase, Source, User
from tests.demonstration import small_house
from tests.factories import make_user
from tests.one_of_each import make_the_rest


def _ways_to_clients(model: type[Model]) -> tuple[str, ...]:
    declared = (each for each in tables() if each.model == model._meta.label)
    return next((each.subjects + each.mentions for each in declared), ())


MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LEDGERS = [model for model in MODELS if isinstance(admin.site._registry[model], LedgerAdmin)]
# What was handed in is nobody's before it is taken in, and has a request then.
NOBODYS_YET = {"consent.HandedIn"}
OF_CLIENTS = [
    model
    for model in MODELS
    if isinstance(admin.site._registry[model], HouseAdmin)
    and _ways_to_clients(model)
    and model._meta.label not in NOBODYS_YET
]
# They say who looked at whom, or who is protected, and nothing of the client.
ABOUT_LOOKS = {"consent.AccessAlert", "consent.AccessEntry", "consent.Opening", "consent.Protection"}
EVIDENCE = {
    "clienteling.CheckInCode", "consent.AccessEntry", "consent.CurrentDecision", "consent.Decision", "consent.Notice",
    "consent.Suppression", "crm.IdentityLink", "crm.Interaction", "crm.SegmentChange", "journeys.DeliveryEvent",
    "journeys.JourneyVersion", "journeys.Send",
}  # fmt: skip


def label(model: type[Model]) -> str:
    return model._meta.label


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """A demonstration house, and one of each thing that it does not have."""
    with django_db_blocker.unblock(), small_house(tmp_path_factory.mktemp("var")):
        make_the_rest()
        yield


@pytest.fixture
def ada(house: None, db: None, client: Browser) -> Browser:
    """A browser in which the administrator is logged in."""
    client.force_login(User.objects.get(email="admin@aurelle.example"))
    return client


def test_what_is_evidence_is_read_only() -> None:
    assert {label(model) for model in LEDGERS} >= EVIDENCE


@pytest.mark.parametrize("app", ["clienteling", "consent", "crm", "journeys"])
def test_every_model_of_an_app_is_in_the_admin(app: str) -> None:
    from django.apps import apps

    missing = [label(model) for model in apps.get_app_config(app).get_models() if not admin.site.is_registered(model)]

    assert missing == []


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_its_list_opens_and_asks_little(ada: Browser, model: type[Model], django_assert_max_num_queries: Any) -> None:
    """A full page of any table; whoever asks for each row's neighbours comes to fifty and more."""
    with django_assert_max_num_queries(14):
        answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))

    assert answer.status_code == 200


def nobody_is_protected() -> None:
    live = Protection.objects.filter(lifted_at=None)
    live.update(lifted_at=timezone.now(), lifted_by=User.objects.earliest("pk"), lifted_because="test")


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_one_of_it_opens(ada: Browser, model: type[Model]) -> None:
    nobody_is_protected()
    one = model._default_manager.order_by("pk").first()
    assert one is not None

    answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[one.pk]))

    assert answer.status_code == 200


@pytest.mark.parametrize("model", LEDGERS, ids=label)
def test_a_ledger_refuses_to_be_changed(ada: Browser, model: type[Model]) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None
    before = model._default_manager.filter(pk=one.pk).values().get()

    changed = ada.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[one.pk]), {})
    added = ada.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"), {})

    assert (changed.status_code, added.status_code) == (403, 403)
    assert model._default_manager.filter(pk=one.pk).values().get() == before


@pytest.mark.parametrize("model", [Decision, AccessEntry, Purchase, Client], ids=label)
def test_what_others_refer_to_is_not_deleted(ada: Browser, model: type[Model]) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None

    answer = ada.post(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[one.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    assert model._default_manager.filter(pk=one.pk).exists()


@pytest.mark.parametrize("who", ["alice", "maya", "hana", "petra"])
def test_nobody_but_the_administrator_comes_in(house: None, db: None, client: Browser, who: str) -> None:
    client.force_login(User.objects.get(email=f"{who}@aurelle.example"))

    answer = client.get(reverse("admin:crm_client_changelist"))

    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 403


def test_a_stranger_is_sent_to_the_log_in_of_the_staff(house: None, db: None, client: Browser) -> None:
    answer = client.get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_a_look_at_a_client_is_written_down(ada: Browser) -> None:
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    looks = AccessEntry.objects.filter(client=camille, why="admin")

    ada.get(reverse("admin:crm_client_change", args=[camille.pk]))

    assert list(looks.values_list("user__email", "action")) == [("admin@aurelle.example", "viewed")]


def test_a_client_is_found_by_the_beginning_of_a_name_in_any_script(ada: Browser) -> None:
    answer = ada.get(reverse("admin:crm_client_changelist"), {"q": "丽华"})

    assert "王丽华" in {client.name for client in answer.context["cl"].result_list}


def test_a_changed_name_is_found_by_the_new_one(ada: Browser) -> None:
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    page = reverse("admin:crm_client_change", args=[camille.pk])
    form = ada.get(page).context["adminform"].form
    values = {name: value if (value := form[name].value()) is not None else "" for name in form.fields}
    lines = {"identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0}

    answer = ada.post(page, {**values, **lines, "tastes": "{}", "key_dates": "[]", "family_name": "Ébène"})

    camille.refresh_from_db()
    assert (answer.status_code, camille.family_name) == (302, "Ébène")
    assert "ebene" in camille.search_text.split()


def test_the_words_of_a_private_note_are_its_authors(ada: Browser) -> None:
    note = Note.objects.order_by("pk").first()
    assert note is not None
    Note.objects.filter(pk=note.pk).update(is_private=True, text="Her divorce is not to be spoken of.")

    answer = ada.get(reverse("admin:clienteling_note_change", args=[note.pk]))

    assert "divorce" not in answer.content.decode()


@pytest.mark.parametrize(
    ("model", "secret"),
    [
        (CustomerAccount, "hash-of-the-password"),
        (Authenticator, "the-secret-of-the-factor"),
        (CheckInCode, "a" * 64),
        (Destination, "a-secret-that-is-sealed"),
    ],
)
def test_a_secret_is_not_shown(ada: Browser, model: type[Model], secret: str) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None

    answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[one.pk]))

    assert secret not in answer.content.decode()


def test_a_key_is_shown_once_and_then_revoked(ada: Browser) -> None:
    made = ada.post(
        reverse("admin:crm_apikey_add"), {"name": "Till", "brand": "", "scopes": '["purchases:write"]'}, follow=True
    )
    key = ApiKey.objects.get(name="Till")
    secret = next(str(message) for message in made.context["messages"] if key.prefix in str(message))

    ada.post(
        reverse("admin:crm_apikey_changelist"), {"action": "revoke_keys", "_selected_action": [key.pk]}, follow=True
    )

    key.refresh_from_db()
    page = ada.get(reverse("admin:crm_apikey_change", args=[key.pk])).content.decode()
    assert key.revoked_at is not None
    assert (secret.split()[-1] in page, key.sha256 in page) == (False, False)


def test_a_key_is_replaced_and_the_former_one_goes_on_for_a_while(ada: Browser) -> None:
    key, _ = issue_api_key("Replaced", brand=None, scopes=["purchases:write"])

    ada.post(reverse("admin:crm_apikey_changelist"), {"action": "replace_keys", "_selected_action": [key.pk]})

    former, new = ApiKey.objects.filter(name="Replaced").order_by("pk")
    assert (former.revoked_at is not None and former.revoked_at > timezone.now(), new.revoked_at) == (True, None)
    assert new.scopes == former.scopes


def test_a_write_key_is_replaced_and_shown(ada: Browser) -> None:
    source = Source.objects.earliest("pk")

    answer = ada.post(
        reverse("admin:crm_source_changelist"),
        {"action": "replace_write_keys", "_selected_action": [source.pk]},
        follow=True,
    )

    former = source.write_key
    source.refresh_from_db()
    assert (source.former_write_key, source.write_key != former) == (former, True)
    assert [str(each) for each in answer.context["messages"]] == [f"{source.name}: {source.write_key}"]


def test_every_log_in_of_a_person_is_ended(ada: Browser) -> None:
    alice = make_user("Lena", "hq", password="a long passphrase")
    tablet = Browser()
    tablet.post("/accounts/login/", {"login": alice.email, "password": "a long passphrase"})
    assert tablet.get("/me/").status_code == 200

    ada.post(reverse("admin:crm_user_changelist"), {"action": "end_every_log_in", "_selected_action": [alice.pk]})

    assert tablet.get("/me/").status_code == 302


def test_a_small_table_is_counted_exactly(house: None, db: None) -> None:
    paginator = EstimatedPaginator(Client.objects.order_by("pk"), 50)

    assert paginator.count == Client.objects.count()


def test_a_filtered_list_is_counted_no_further_than_anybody_pages(house: None, db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("clienteling.lib.admin_pages.COUNTED", 5)

    paginator = EstimatedPaginator(Client.objects.filter(pk__gt=0).order_by("pk"), 50)

    assert (paginator.count, COUNTED) == (6, 10_000)


def test_a_ledger_stays_shut_to_a_superuser_and_to_a_stranger(house: None, db: None, rf: RequestFactory) -> None:
    request = rf.get("/")
    page = admin.site._registry[Decision]

    for user in (User.objects.get(email="admin@aurelle.example"), AnonymousUser()):
        request.user = user
        asked = (
            page.has_add_permission(request),
            page.has_change_permission(request),
            page.has_delete_permission(request),
        )
        assert asked == (False, False, False)


def one_of_a_client(model: type[Model]) -> tuple[Model, set[int]]:
    """A row that belongs to clients or names them, and the live records of theirs."""
    ways = _ways_to_clients(model)
    named = reduce(or_, (Q(**{f"{way}__isnull": False}) for way in ways))
    row = model._default_manager.filter(named).order_by("pk").first()
    assert row is not None
    said = model._default_manager.filter(pk=row.pk).values_list(*ways).get()
    return row, {each for each in said if each is not None}


@pytest.mark.parametrize("model", OF_CLIENTS, ids=label)
def test_a_look_at_a_row_is_a_look_at_whose_it_is(ada: Browser, model: type[Model]) -> None:
    nobody_is_protected()
    row, owners = one_of_a_client(model)

    ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]))

    looks = AccessEntry.objects.filter(user__email="admin@aurelle.example", why="admin", action="viewed")
    assert set(looks.values_list("client", flat=True)) == owners


@pytest.mark.parametrize("model", OF_CLIENTS, ids=label)
def test_a_row_of_a_protected_client_is_shown_to_whoever_gave_a_reason(ada: Browser, model: type[Model]) -> None:
    row, owners = one_of_a_client(model)
    ada_herself = User.objects.get(email="admin@aurelle.example")
    for client in Client.objects.filter(pk__in=owners):
        Protection.objects.get_or_create(
            client=client.canonical or client, lifted_at=None,
            defaults={"kind": "famous", "because": "test", "marked_by": ada_herself, "marked_at": timezone.now()},
        )  # fmt: skip

    answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk]))

    assert answer.status_code == (200 if label(model) in ABOUT_LOOKS else 302)


@pytest.mark.parametrize(("asked", "action"), [({}, "viewed"), ({"q": "Laurent"}, "searched")])
def test_a_list_of_clients_is_written_down(ada: Browser, asked: dict[str, str], action: str) -> None:
    ada.get(reverse("admin:crm_client_changelist"), asked)
    ada.get(reverse("admin:crm_brand_changelist"), asked)

    looks = AccessEntry.objects.filter(user__email="admin@aurelle.example", why="admin")
    assert list(looks.values_list("client", "action")) == [(None, action)]
