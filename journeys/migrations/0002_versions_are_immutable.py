"""A published version never changes: runs stay on the graph on which they began."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_tables"), ("consent", "0002_ledgers")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER journeys_journeyversion_is_append_only BEFORE UPDATE OR DELETE ON journeys_journeyversion "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();",
            "DROP TRIGGER journeys_journeyversion_is_append_only ON journeys_journeyversion;",
        )
    ]
