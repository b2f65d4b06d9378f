"""What stands of a decision and of purposes, whoever writes, however many at once.

* Purposes are a tree of at most four levels: no purpose stands under itself.
* What staff or a file say never takes the place of what the client took back.
"""

from django.db import migrations

# The lock lets one change of the tree through at a time: two that each look harmless could close a circle together.
TREE = """
CREATE FUNCTION purposes_are_a_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above integer;
    below integer;
BEGIN
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('consent_purpose'));
    WITH RECURSIVE up (id, level) AS (
        SELECT NEW.parent_id, 1
        UNION ALL
        SELECT p.parent_id, up.level + 1 FROM consent_purpose p JOIN up ON p.id = up.id
        WHERE p.parent_id IS NOT NULL AND up.id <> NEW.id AND up.level < 100
    )
    SELECT CASE WHEN bool_or(id = NEW.id) THEN NULL ELSE max(level) END INTO above FROM up;
    IF above IS NULL THEN
        RAISE EXCEPTION 'no_purpose_stands_under_itself' USING ERRCODE = 'check_violation';
    END IF;
    WITH RECURSIVE down (id, level) AS (
        SELECT NEW.id, 1
        UNION ALL
        SELECT p.id, down.level + 1 FROM consent_purpose p JOIN down ON p.parent_id = down.id
        WHERE down.level < 100
    )
    SELECT max(level) INTO below FROM down;
    IF above + below > 4 THEN
        RAISE EXCEPTION 'purposes_have_at_most_four_levels' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_purpose_is_a_tree BEFORE INSERT OR UPDATE OF parent_id ON consent_purpose
FOR EACH ROW EXECUTE FUNCTION purposes_are_a_tree();
"""
NO_TREE = """
DROP TRIGGER consent_purpose_is_a_tree ON consent_purpose;
DROP FUNCTION purposes_are_a_tree();
"""

# Merges and partings delete and insert; only a decision that takes the place of another is an UPDATE.
WITHDRAWALS = """
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
CREATE TRIGGER consent_withdrawal_stands BEFORE UPDATE OF decision_id ON consent_currentdecision
FOR EACH ROW WHEN (OLD.decision_id IS DISTINCT FROM NEW.decision_id) EXECUTE FUNCTION withdrawal_stands();
"""
NO_WITHDRAWALS = """
DROP TRIGGER consent_withdrawal_stands ON consent_currentdecision;
DROP FUNCTION withdrawal_stands();
"""


class Migration(migrations.Migration):
    replaces = [("consent", "0012_purposes_are_a_tree"), ("consent", "0015_staff_open_nothing")]

    dependencies = [("consent", "0002_ledgers")]

    operations = [
        migrations.RunSQL(TREE, NO_TREE),
        migrations.RunSQL(WITHDRAWALS, NO_WITHDRAWALS),
    ]
