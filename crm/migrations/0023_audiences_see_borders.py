"""Where a client lives by law, and what may cross a border, decide who belongs to an audience: a trigger notes both."""

from django.db import migrations

SEE = """
CREATE TRIGGER segments_see_residence_insert AFTER INSERT ON consent_residence
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION segments_see_clients();
CREATE TRIGGER segments_see_residence_delete AFTER DELETE ON consent_residence
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION segments_see_clients();
CREATE TRIGGER segments_see_residence_update AFTER UPDATE ON consent_residence
REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION segments_see_moves();

-- A rule may concern everybody: every audience is asked anew, by whoever recomputes audiences.
CREATE FUNCTION audiences_see_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE crm_audience SET swept_to = NULL WHERE stopped_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER audiences_see_rules AFTER INSERT OR UPDATE OR DELETE ON consent_transferrule
FOR EACH STATEMENT EXECUTE FUNCTION audiences_see_rules();
"""
UNSEE = """
DROP TRIGGER audiences_see_rules ON consent_transferrule;
DROP FUNCTION audiences_see_rules();
DROP TRIGGER segments_see_residence_update ON consent_residence;
DROP TRIGGER segments_see_residence_delete ON consent_residence;
DROP TRIGGER segments_see_residence_insert ON consent_residence;
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0022_regions"), ("consent", "0024_residency")]

    operations = [migrations.RunSQL(SEE, UNSEE)]
