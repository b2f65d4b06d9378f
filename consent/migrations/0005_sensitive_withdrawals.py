"""A no to sensitive information leaves work behind, whichever way it was written; a replay's too."""

from django.db import migrations

NOTES = """
CREATE FUNCTION sensitive_withdrawal_is_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO consent_sensitivewithdrawal (client_id, brand_id, decision_id, counts, due_at)
    SELECT d.client_id, d.brand_id, d.id, '{}', now() FROM fresh d JOIN consent_purpose p ON p.id = d.purpose_id
    WHERE p.code = 'sensitive-data' AND d.status IN ('refused', 'withdrawn', 'expired') ORDER BY d.id;
    RETURN NULL;
END $$;
CREATE TRIGGER consent_decision_leaves_work AFTER INSERT ON consent_decision REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sensitive_withdrawal_is_noted();
"""
FORGETS = """
DROP TRIGGER consent_decision_leaves_work ON consent_decision;
DROP FUNCTION sensitive_withdrawal_is_noted();
"""


class Migration(migrations.Migration):
    replaces = [("consent", "0027_sensitive_withdrawals")]

    dependencies = [("consent", "0004_journal")]

    operations = [migrations.RunSQL(NOTES, FORGETS)]
