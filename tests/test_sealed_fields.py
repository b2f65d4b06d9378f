"""Whatever is sealed in the database is sealed anew when the key changes: a new field cannot be forgotten."""

import ast
import importlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from pytest_django import Settings

from clienteling.actions.reseal import SEALED
from clienteling.lib.sealed_factors import SEALED_FOR as FACTOR
from clienteling.lib.sealing import seal, unseal
from consent.rights.requests import open_request
from crm.actions.destinations import Wanted, make_destination
from crm.models import Brand, Client, RecipientNotice
from crm.rights.recipients import SEALED_FOR as RECIPIENT

ROOT = Path(__file__).parents[1]
APPS = ("clienteling", "journeys", "crm", "consent")
# Sealed for a while that is shorter than a change of keys: purpose to reason.
SHORT_LIVED = {"new-address": "A link of two days, and its message of one (journeys.actions.queue_address)."}
# Words by which a field says that it holds a secret, and fields that say so and are hashed or the library's own.
WORDS = ("seal", "secret")
NOT_SEALED: dict[str, str] = {}


def purposes_sealed_for() -> dict[str, str]:
    """Purpose to the module that seals for it, of every call of ``seal`` in the product."""
    found = {}
    for path in sorted(path for app in APPS for path in (ROOT / app).rglob("*.py")):
        for call in _calls_of_seal(ast.parse(path.read_text())):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found[_value(call.args[0], name)] = name
    return found


def _calls_of_seal(tree: ast.AST) -> Iterator[ast.Call]:
    imports = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "clienteling.lib.sealing"
        for alias in node.names
        if alias.name == "seal"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imports:
            yield node


def _value(purpose: ast.expr, module: str) -> str:
    """A purpose is a word, or a constant of its module."""
    if isinstance(purpose, ast.Constant):
        return str(purpose.value)
    assert isinstance(purpose, ast.Name)
    return str(getattr(importlib.import_module(module), purpose.id))


def test_every_purpose_that_is_sealed_for_is_sealed_anew_or_ends_by_itself() -> None:
    declared = {each.purpose for each in SEALED} | {FACTOR, *SHORT_LIVED}

    assert set(purposes_sealed_for()) == declared


def test_every_field_that_says_it_holds_a_secret_is_sealed_anew() -> None:
    declared = {f"{each.model._meta.label}.{name}" for each in SEALED for name in each.fields}

    assert {name for model in _own_models() for name in _secret_fields(model)} - set(NOT_SEALED) == declared


def _own_models() -> Iterator[type[Model]]:
    for app in APPS:
        yield from apps.get_app_config(app).get_models()


def _secret_fields(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        said = f"{field.name} {field.help_text}".lower()
        if field.get_internal_type() in ("CharField", "TextField", "BinaryField") and any(w in said for w in WORDS):
            yield f"{model._meta.label}.{field.name}"


@pytest.mark.django_db
def test_a_message_to_a_recipient_is_read_when_the_former_key_is_gone(
    brand: Brand, camille: Client, now: datetime, settings: Settings
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "former-key-" + "f" * 50, []
    wanted = Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu")
    request = open_request(camille, kind="erasure", intake="client_page", brand=brand, at=now)
    notice = RecipientNotice.objects.create(
        request=request, destination=make_destination(brand, wanted, actor=None)[0], client_id=camille.pk,
        type="subject.erased",
        sealed_uid=seal(RECIPIENT, camille.uid.encode()), due_at=now, created_at=now,
    )  # fmt: skip

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "newest-key-" + "n" * 50, [settings.SECRET_KEY]
    call_command("reseal")
    settings.SECRET_KEY_FALLBACKS = []

    notice.refresh_from_db()
    assert unseal(RECIPIENT, notice.sealed_uid).decode() == camille.uid
