"""Segments notice repairs and answers."""

from django.db import migrations

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS changed",
    "delete": "REFERENCING OLD TABLE AS changed",
    "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
}


def _triggers(table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER segments_see_{event} AFTER {event.upper()} ON {table} {what} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION segments_see_{'moves' if event == 'update' else 'clients'}();",
            f"DROP TRIGGER segments_see_{event} ON {table};",
        )
        for event, what in EVENTS.items()
    ]


class Migration(migrations.Migration):
    replaces = [("clienteling", "0004_segments_see_care")]

    dependencies = [("clienteling", "0001_tables"), ("crm", "0006_segments_see_clients")]

    operations = [
        *_triggers("clienteling_repair"),
        *_triggers("clienteling_surveyanswer"),
    ]
