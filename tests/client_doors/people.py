"""Which models hold people, and under which names other models lead to them: read from the models themselves."""

from functools import cache

from django.apps import apps
from django.db.models import Model

from crm.models import Client

OUR_APPS = ("clienteling", "journeys", "crm", "consent")


@cache
def people() -> frozenset[str]:
    """Names of the client's model and of every model with a foreign key that ends there, over however many tables."""
    found: set[type[Model]] = {Client}
    while more := {each for each in _ours() if each not in found and _refers_to(each, found)}:
        found |= more
    return frozenset(each.__name__ for each in found)


@cache
def accessors() -> dict[str, frozenset[str]]:
    """Reverse names that lead from something that is nobody (a brand, a segment) to people: name to their owners.

    ``brand.relationships`` is one. A name that people have too (``client.relationships``) is told apart by its owner.
    """
    found: dict[str, set[str]] = {}
    for model in _ours():
        for relation in model._meta.related_objects:
            name = relation.get_accessor_name()
            if name and model.__name__ not in people() and relation.related_model.__name__ in people():
                found.setdefault(name, set()).add(model.__name__.lower())
    return {name: frozenset(owners) for name, owners in found.items()}


@cache
def accessors_of_people() -> frozenset[str]:
    """Reverse names that lead from one of these people to more of the same."""
    held = [model for model in _ours() if model.__name__ in people()]
    return frozenset(filter(None, (each.get_accessor_name() for model in held for each in model._meta.related_objects)))


def _ours() -> list[type[Model]]:
    return [model for name in OUR_APPS for model in apps.get_app_config(name).get_models()]


def _refers_to(model: type[Model], known: set[type[Model]]) -> bool:
    return any(field.related_model in known for field in model._meta.fields if field.is_relation)
