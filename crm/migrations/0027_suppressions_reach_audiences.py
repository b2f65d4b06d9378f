"""A suppression, and its end, is noted for whom it concerns, so that audiences are asked about them again."""

from django.db import migrations

NOTES = """
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
FORGETS = """
DROP TRIGGER suppression_noted_on_insert ON consent_suppression;
DROP TRIGGER suppression_noted_on_update ON consent_suppression;
DROP FUNCTION note_clients_of_suppressions();
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0026_carts"), ("consent", "0029_current_by_contact")]

    operations = [migrations.RunSQL(NOTES, FORGETS)]
