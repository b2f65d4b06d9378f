"""The ledgers refuse UPDATE and DELETE in the database itself, also to the application. Four have one door each."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION ledger_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger_is_append_only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The one door of the log of looks: what retention ends, and even then nothing younger than a year.
CREATE FUNCTION access_entries_end_by_the_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('consent.retention', true) = 'on'
       AND OLD.at < now() - interval '365 days' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'ledger_is_append_only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- What proves decisions and answers ends by the clock too, years after the person was erased, and never younger.
-- First argument: the column that says when; second: the least age.
CREATE FUNCTION ledger_ends_by_the_clock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('consent.retention', true) = 'on'
       AND (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz < now() - TG_ARGV[1]::interval THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'ledger_is_append_only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- An erasure empties the words of an opening, and may change nothing else (consent.models.protection).
CREATE FUNCTION opening_keeps_all_but_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.because = '' AND
        (NEW.id, NEW.protection_id, NEW.user_id, NEW.kind, NEW.opened_at, NEW.until)
        IS NOT DISTINCT FROM (OLD.id, OLD.protection_id, OLD.user_id, OLD.kind, OLD.opened_at, OLD.until) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'ledger_is_append_only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION opening_keeps_all_but_words, ledger_ends_by_the_clock, access_entries_end_by_the_clock,
    ledger_refuses_change;
"""
LEDGERS = {
    "consent_notice": "ledger_refuses_change()",
    "consent_transfer": "ledger_refuses_change()",
    "consent_accessentry": "access_entries_end_by_the_clock()",
    "consent_decision": "ledger_ends_by_the_clock('captured_at', '1095 days')",
    "consent_requeststep": "ledger_ends_by_the_clock('at', '1095 days')",
    "consent_opening": "opening_keeps_all_but_words()",
}


def _trigger(table: str, function: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function};",
        f"DROP TRIGGER {table}_is_append_only ON {table};",
    )


class Migration(migrations.Migration):
    replaces = [("consent", "0003_ledgers_are_append_only"), ("consent", "0021_evidence_ends")]

    dependencies = [("consent", "0001_tables")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(_trigger(*each) for each in LEDGERS.items()),
    ]
