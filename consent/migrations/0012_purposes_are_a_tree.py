"""Purposes are a tree of at most four levels: no purpose stands under itself, whoever writes, however many at once."""

from django.db import migrations

# The lock lets one change of the tree through at a time: two that each look harmless could close a circle together.
FUNCTION = """
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
"""
TRIGGER = (
    "CREATE TRIGGER consent_purpose_is_a_tree BEFORE INSERT OR UPDATE OF parent_id ON consent_purpose "
    "FOR EACH ROW EXECUTE FUNCTION purposes_are_a_tree();"
)


class Migration(migrations.Migration):
    dependencies = [("consent", "0011_requests")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION purposes_are_a_tree();"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER consent_purpose_is_a_tree ON consent_purpose;"),
    ]
