"""What staff or a file say opens nothing by itself, and never what the client took back: refused by the database too."""

import django.contrib.postgres.operations
from django.db import migrations, models
from django.db.models import Q

# Merges and partings delete and insert; only a decision that takes the place of another is an UPDATE.
FUNCTION = """
CREATE FUNCTION withdrawal_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM consent_decision d WHERE d.id = OLD.decision_id AND d.status = 'withdrawn')
       AND EXISTS (
           SELECT FROM consent_decision d
           WHERE d.id = NEW.decision_id AND d.status = 'given' AND d.method IN ('staff', 'import')
       )
    THEN
        RAISE EXCEPTION 'withdrawal_stands: only the client takes it back' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
TRIGGER = (
    "CREATE TRIGGER consent_withdrawal_stands BEFORE UPDATE OF decision_id ON consent_currentdecision "
    "FOR EACH ROW WHEN (OLD.decision_id IS DISTINCT FROM NEW.decision_id) EXECUTE FUNCTION withdrawal_stands();"
)


class Migration(migrations.Migration):
    dependencies = [("consent", "0014_data_exports")]

    operations = [
        # Not validated: a ledger that holds such rows from before can be neither changed nor emptied.
        django.contrib.postgres.operations.AddConstraintNotValid(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=~Q(status="given") | ~Q(method="staff") | Q(confirms__isnull=False),
                name="a_yes_of_staff_was_confirmed_by_the_client",
            ),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION withdrawal_stands();"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER consent_withdrawal_stands ON consent_currentdecision;"),
    ]
