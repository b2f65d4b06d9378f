"""The database itself notes what must reach the journal, whichever way it was written.

See docs/decisions/0025-erasure.md.
"""

from django.db import migrations

# A replay writes what the journal has already: it says so, for its own transaction.
FUNCTION = """
CREATE FUNCTION journal_notes_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('consent.is_replaying', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    IF TG_ARGV[0] = 'decision' THEN
        INSERT INTO consent_journalentry (kind, row)
        SELECT 'decision', id FROM fresh WHERE status IN ('refused', 'withdrawn') ORDER BY id;
    ELSE
        INSERT INTO consent_journalentry (kind, row) SELECT TG_ARGV[0], id FROM fresh ORDER BY id;
    END IF;
    RETURN NULL;
END $$;
"""
NOTED = (
    ("consent_decision", "decision", "INSERT"),
    ("consent_suppression", "suppression", "INSERT"),
    ("consent_erasure", "erasure", "INSERT"),
    ("consent_restriction", "restriction", "INSERT"),
    ("consent_restriction", "restriction", "UPDATE"),
    ("consent_contactpreference", "preference", "INSERT"),
    ("consent_contactpreference", "preference", "UPDATE"),
    ("consent_protection", "protection", "INSERT"),
    ("consent_retentionhold", "hold", "INSERT"),
)
HOMES = """
CREATE FUNCTION journal_notes_homes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('consent.is_replaying', true) IS DISTINCT FROM 'yes' THEN
        INSERT INTO consent_journalentry (kind, row) SELECT 'residence', client_id FROM fresh ORDER BY id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER residence_is_journalled_on_insert AFTER INSERT ON consent_residence REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION journal_notes_homes();
CREATE TRIGGER residence_is_journalled_on_update AFTER UPDATE ON consent_residence REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION journal_notes_homes();
"""
NO_HOMES = """
DROP TRIGGER residence_is_journalled_on_insert ON consent_residence;
DROP TRIGGER residence_is_journalled_on_update ON consent_residence;
DROP FUNCTION journal_notes_homes();
"""
# For single rows of tables that change often: the condition of the trigger says which.
ROW = """
CREATE FUNCTION journal_notes_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('consent.is_replaying', true) IS DISTINCT FROM 'yes' THEN
        INSERT INTO consent_journalentry (kind, row) VALUES (TG_ARGV[0], NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER suppression_of_everything_is_journalled AFTER UPDATE ON consent_suppression FOR EACH ROW
WHEN (OLD.marketing_only AND NOT NEW.marketing_only) EXECUTE FUNCTION journal_notes_row('suppression');
"""
NO_ROW = """
DROP TRIGGER suppression_of_everything_is_journalled ON consent_suppression;
DROP FUNCTION journal_notes_row();
"""


def _trigger(table: str, kind: str, event: str) -> migrations.RunSQL:
    name = f"{table}_is_journalled_on_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING NEW TABLE AS fresh"
        f" FOR EACH STATEMENT EXECUTE FUNCTION journal_notes_rows('{kind}');",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):
    replaces = [
        ("consent", "0018_journal"), ("consent", "0031_journal_of_pauses"), ("consent", "0036_journal_of_shields"),
    ]  # fmt: skip

    dependencies = [("consent", "0003_decisions_keep_their_order")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION journal_notes_rows();"),
        *(_trigger(*each) for each in NOTED),
        migrations.RunSQL(HOMES, NO_HOMES),
        migrations.RunSQL(ROW, NO_ROW),
    ]
