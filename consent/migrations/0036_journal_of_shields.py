"""Where a client lives by law, a mark of protection and a hold reach the journal; so does an address that is dead
altogether since."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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


def _noted(table: str, kind: str) -> migrations.RunSQL:
    name = f"{table}_is_journalled_on_insert"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh"
        f" FOR EACH STATEMENT EXECUTE FUNCTION journal_notes_rows('{kind}');",
        f"DROP TRIGGER {name} ON {table};",
    )


def _by_nobody(model: str, field: str) -> migrations.AlterField:
    return migrations.AlterField(
        model_name=model,
        name=field,
        field=models.ForeignKey(
            help_text="Empty: replayed from the journal.",
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to=settings.AUTH_USER_MODEL,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("consent", "0035_warnings_of_handed_in")]

    operations = [
        migrations.AlterField(
            model_name="journalentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decision", "A refusal or withdrawal"),
                    ("suppression", "An address that must not be written to"),
                    ("erasure", "An erasure"),
                    ("restriction", "A restriction, or its end"),
                    ("preference", "A pause or fewer messages, or their end"),
                    ("residence", "Where a client lives by law"),
                    ("protection", "A mark of protection"),
                    ("hold", "A hold against forgetting"),
                    ("address", "An address that is a client's no longer"),
                    ("cut", "A cut of one record in two"),
                    ("kill_switch", "A stop of every message, or its end"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="journalentry",
            name="row",
            field=models.BigIntegerField(help_text="Its id in its own table; of a residence the client's."),
        ),
        _by_nobody("residence", "set_by"),
        _by_nobody("protection", "marked_by"),
        _by_nobody("retentionhold", "placed_by"),
        migrations.RunSQL(HOMES, NO_HOMES),
        migrations.RunSQL(ROW, NO_ROW),
        _noted("consent_protection", "protection"),
        _noted("consent_retentionhold", "hold"),
    ]
