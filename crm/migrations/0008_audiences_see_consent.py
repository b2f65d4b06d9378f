"""What may cross a border, and whom nobody may write to, decide who belongs to an audience: a trigger notes both.

See docs/decisions/0019-audiences.md.
"""

from django.db import migrations

RULES = """
-- A rule may concern everybody: every audience is asked anew, by whoever recomputes audiences.
CREATE FUNCTION audiences_see_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crm_audience SET swept_to = NULL WHERE stopped_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER audiences_see_rules AFTER INSERT OR UPDATE OR DELETE ON consent_transferrule
FOR EACH STATEMENT EXECUTE FUNCTION audiences_see_rules();
"""
NO_RULES = """
DROP TRIGGER audiences_see_rules ON consent_transferrule;
DROP FUNCTION audiences_see_rules();
"""
SUPPRESSIONS = """
CREATE FUNCTION note_clients_of_suppressions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT n.client_id FROM fresh f
    JOIN consent_currentdecision n ON n.contact_hash = f.contact_hash AND n.channel = f.channel
    ORDER BY n.client_id;
    RETURN NULL;
END $$;
CREATE TRIGGER suppression_noted_on_insert AFTER INSERT ON consent_suppression REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION note_clients_of_suppressions();
CREATE TRIGGER suppression_noted_on_update AFTER UPDATE ON consent_suppression REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION note_clients_of_suppressions();
"""
NO_SUPPRESSIONS = """
DROP TRIGGER suppression_noted_on_insert ON consent_suppression;
DROP TRIGGER suppression_noted_on_update ON consent_suppression;
DROP FUNCTION note_clients_of_suppressions();
"""


class Migration(migrations.Migration):
    replaces = [("crm", "0023_audiences_see_borders"), ("crm", "0027_suppressions_reach_audiences")]

    dependencies = [("crm", "0007_arrivals_are_noted")]

    operations = [
        migrations.RunSQL(RULES, NO_RULES),
        migrations.RunSQL(SUPPRESSIONS, NO_SUPPRESSIONS),
    ]
