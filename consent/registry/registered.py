"""The declarations of every app, collected when the apps are ready."""

from consent.registry.table import Table

_tables: dict[str, Table] = {}


def declare(*tables: Table) -> None:
    """Called when an app is ready. Declaring a table again replaces it."""
    _tables.update({table.model: table for table in tables})


def tables() -> tuple[Table, ...]:
    """Every declared table, by app and name."""
    return tuple(_tables[model] for model in sorted(_tables))


def table(model: str) -> Table:
    """The declaration of ``app.Model``. ``KeyError`` if nobody declared it."""
    return _tables[model]


def tables_with_consent() -> tuple[Table, ...]:
    """Those of clients with fields that are kept by the consent to sensitive information."""
    return tuple(table for table in tables_of_clients() if table.consented_fields)


def tables_of_clients() -> tuple[Table, ...]:
    """Those that lead to a client."""
    return tuple(table for table in tables() if table.leads_to_clients)
