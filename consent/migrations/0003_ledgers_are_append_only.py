"""The ledgers refuse UPDATE and DELETE in the database itself, also to the application."""

from django.db import migrations

LEDGERS = ("consent_decision", "consent_accessentry", "consent_notice")

FUNCTION = """
CREATE FUNCTION ledger_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_is_append_only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def _trigger(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();",
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION ledger_refuses_change();"),
        *(_trigger(table) for table in LEDGERS),
    ]
