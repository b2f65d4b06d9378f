"""A stop of every message reaches the journal: an older copy does not write on after it."""

from django.db import migrations

STOPS = """
CREATE TRIGGER kill_switch_is_journalled_on_insert AFTER INSERT ON journeys_killswitch FOR EACH ROW
WHEN (NEW.is_on) EXECUTE FUNCTION journal_notes_row('kill_switch');
CREATE TRIGGER kill_switch_is_journalled_on_update AFTER UPDATE ON journeys_killswitch FOR EACH ROW
WHEN (OLD.is_on IS DISTINCT FROM NEW.is_on) EXECUTE FUNCTION journal_notes_row('kill_switch');
"""
NO_STOPS = """
DROP TRIGGER kill_switch_is_journalled_on_update ON journeys_killswitch;
DROP TRIGGER kill_switch_is_journalled_on_insert ON journeys_killswitch;
"""


class Migration(migrations.Migration):
    replaces = [("journeys", "0006_journal_of_kill_switches")]

    dependencies = [("journeys", "0002_versions_are_immutable"), ("consent", "0004_journal")]

    operations = [migrations.RunSQL(STOPS, NO_STOPS)]
