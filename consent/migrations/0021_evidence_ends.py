"""What proves decisions and answers ends by the clock too, years after the person was erased, and never younger."""

from django.db import migrations

# $1: the column that says when; $2: the least age. As in 0016 for the log of looks.
DOOR = """
CREATE FUNCTION ledger_ends_by_the_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('consent.retention', true) = 'on'
       AND (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz < now() - TG_ARGV[1]::interval THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'ledger_is_append_only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
LEDGERS = {"consent_decision": "captured_at", "consent_requeststep": "at"}


def _trigger(table: str, function: str) -> str:
    return (
        f"DROP TRIGGER {table}_is_append_only ON {table};"
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function};"
    )


class Migration(migrations.Migration):
    dependencies = [("consent", "0020_preferred_channel")]

    operations = [
        migrations.RunSQL(DOOR, "DROP FUNCTION ledger_ends_by_the_clock();"),
        *(
            migrations.RunSQL(
                _trigger(table, f"ledger_ends_by_the_clock('{moment}', '1095 days')"),
                _trigger(table, "ledger_refuses_change()"),
            )
            for table, moment in LEDGERS.items()
        ),
    ]
