"""Segments notice repairs and answers; an index each for what falls out of a window."""

from django.db import migrations, models

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
    dependencies = [("clienteling", "0003_care"), ("crm", "0006_segments_see_changes")]

    operations = [
        migrations.AddIndex(model_name='repair', index=models.Index(fields=['opened_at'], name='repair_by_moment')),
        migrations.AddIndex(
            model_name='surveyanswer', index=models.Index(fields=['answered_at'], name='answer_by_moment')
        ),
        *_triggers("clienteling_repair"),
        *_triggers("clienteling_surveyanswer"),
    ]
