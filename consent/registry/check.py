"""The build fails for a field that nobody declared, and for a declaration that leaves something open.

``consent.E001`` a field is undeclared, or a declared one does not exist · ``E002`` a table of people without purposes
or an end · ``E003`` what is kept of a client, or only emptied, without a reason · ``E004`` a purpose that nobody
knows · ``E005`` a look-up or a field that CLEAR names does not exist.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldError
from django.db.models import Model

from consent.registry.activities import known_purposes
from consent.registry.emptying import emptied, values_of_nothing
from consent.registry.registered import tables
from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose, ways_to


def check_registry(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """The system check. What is declared of a model that is not installed is no error."""
    models = [model for model in apps.get_models(include_auto_created=True) if _is_asked(model, app_configs)]
    return [error for model in models for error in errors_of(model, tables())]


def errors_of(model: type[Model], declared: Iterable[Table]) -> list[CheckMessage]:
    """What is wrong with the declaration of this model."""
    found = next((table for table in declared if table.model == model._meta.label), None)
    if found is None:
        return [_error("E001", f"{model._meta.label} is not declared.", model)]
    return [*_undeclared(model, found), *_open_ends(model, found), *_strangers(model, found), *_no_ways(model, found)]


def _is_asked(model: type[Model], app_configs: Sequence[AppConfig] | None) -> bool:
    is_table = model._meta.managed and not model._meta.proxy
    return is_table and (app_configs is None or model._meta.app_config in app_configs)


def _undeclared(model: type[Model], table: Table) -> list[CheckMessage]:
    fields = {field.name for field in model._meta.concrete_fields}
    missing, surplus = sorted(fields - table.declared_fields), sorted(table.declared_fields - fields)
    errors = [_error("E001", f"{table.model}.{name} is not declared.", model) for name in missing]
    return errors + [_error("E001", f"{table.model}.{name} is declared and does not exist.", model) for name in surplus]


def _open_ends(model: type[Model], table: Table) -> list[CheckMessage]:
    errors = []
    is_personal = table.whose is not Whose.NOBODY
    if is_personal and (not table.purposes or table.retention is Retention.NOT_PERSONAL):
        errors.append(_error("E002", f"{table.model} holds people without a purpose or without an end.", model))
    if not is_personal and (table.personal_fields or table.leads_to_clients):
        errors.append(_error("E002", f"{table.model} has personal fields and belongs to nobody.", model))
    if is_personal and table.erasure is not Erasure.DELETE and not table.because:
        errors.append(_error("E003", f"{table.model} stays after an erasure and does not say why.", model))
    if (table.erasure is Erasure.CLEAR) != bool(table.empties):
        errors.append(_error("E003", f"{table.model} does not say what CLEAR empties.", model))
    if table.leads_to_clients and table.consented_fields and table.on_refusal is Erasure.KEEP:
        errors.append(_error("E003", f"{table.model} keeps what is sensitive without the consent to it.", model))
    return errors


def _strangers(model: type[Model], table: Table) -> list[CheckMessage]:
    unknown = sorted(set(table.purposes) - known_purposes())
    return [_error("E004", f"{table.model} names the purpose {code}, which nobody knows.", model) for code in unknown]


def _no_ways(model: type[Model], table: Table) -> list[CheckMessage]:
    stray = sorted(set(table.empties) - table.declared_fields)
    if stray:
        return [_error("E005", f"{table.model} empties {name}, which is not declared.", model) for name in stray]
    try:
        emptied(table)
        # Building the queryset resolves every look-up; nothing is asked of the database.
        model._default_manager.filter(ways_to(table.subjects + table.mentions, [0]))
        if table.house:
            model._default_manager.filter(**{f"{table.house}__isnull": True})
        if table.on_refusal is Erasure.CLEAR:
            values_of_nothing(table, table.consented_fields)
    except (FieldError, TypeError) as error:
        return [_error("E005", f"{table.model}: {error}", model)]
    return []


def _error(code: str, words: str, model: type[Model]) -> CheckMessage:
    hint = "Declare it in personal_data/ of the app, see docs/decisions/0024-the-registry.md."
    return Error(words, hint=hint, obj=model, id=f"consent.{code}")
