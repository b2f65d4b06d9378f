"""A client who asked for silence has it in a restored copy too."""

from django.db import migrations, models

TABLE = "consent_contactpreference"


def _trigger(event: str) -> migrations.RunSQL:
    name = f"{TABLE}_is_journalled_on_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} REFERENCING NEW TABLE AS fresh"
        f" FOR EACH STATEMENT EXECUTE FUNCTION journal_notes_rows('preference');",
        f"DROP TRIGGER {name} ON {TABLE};",
    )


class Migration(migrations.Migration):
    dependencies = [("consent", "0030_purposes_in_the_words_of_clients")]

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
                ],
                max_length=12,
            ),
        ),
        _trigger("INSERT"),
        _trigger("UPDATE"),
    ]
