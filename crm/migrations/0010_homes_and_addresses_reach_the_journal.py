"""What makes a client one of China (a country, a merge, the first boutique) is a new home, as a residence is; what a
person took off a client is theirs no longer. Both reach the journal of what must outlive an older backup."""

from django.db import migrations

HOMES = """
CREATE FUNCTION journal_notes_home_of_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('consent.is_replaying', true) IS DISTINCT FROM 'yes' THEN
        INSERT INTO consent_journalentry (kind, row) VALUES ('residence', NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION journal_notes_home_of_survivor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('consent.is_replaying', true) IS DISTINCT FROM 'yes' AND (
        upper(NEW.country) = 'CN'
        OR EXISTS (SELECT FROM consent_residence WHERE client_id = NEW.id AND region = 'cn')
    ) THEN
        INSERT INTO consent_journalentry (kind, row) VALUES ('residence', NEW.canonical_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION journal_notes_home_of_whom_china_knows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('consent.is_replaying', true) IS DISTINCT FROM 'yes' THEN
        INSERT INTO consent_journalentry (kind, row)
        SELECT 'residence', id FROM crm_client WHERE id = NEW.client_id AND country = '';
    END IF;
    RETURN NULL;
END $$;
-- A country that a new record is given is no move, but for China.
CREATE TRIGGER client_moves_are_journalled AFTER UPDATE ON crm_client FOR EACH ROW
WHEN (
    NEW.erased_at IS NULL AND upper(OLD.country) <> upper(NEW.country)
    AND (OLD.country <> '' OR upper(NEW.country) = 'CN')
)
EXECUTE FUNCTION journal_notes_home_of_client();
CREATE TRIGGER merges_with_china_are_journalled AFTER UPDATE ON crm_client FOR EACH ROW
WHEN (NEW.canonical_id IS NOT NULL AND OLD.canonical_id IS DISTINCT FROM NEW.canonical_id)
EXECUTE FUNCTION journal_notes_home_of_survivor();
CREATE TRIGGER clients_known_in_china_are_journalled AFTER INSERT ON crm_relationship FOR EACH ROW
WHEN (upper(NEW.country) = 'CN') EXECUTE FUNCTION journal_notes_home_of_whom_china_knows();
"""
ADDRESSES = """
CREATE TRIGGER ends_of_identifiers_are_journalled AFTER UPDATE ON crm_identifier FOR EACH ROW
WHEN (
    OLD.retracted_at IS NULL AND NEW.retracted_at IS NOT NULL
    AND NEW.retracted_because NOT IN ('erased', 'moved', 'shared', 'unseen')
)
EXECUTE FUNCTION journal_notes_row('address');
CREATE TRIGGER cuts_are_journalled AFTER INSERT ON crm_identitycut FOR EACH ROW
WHEN (NEW.parted_id IS NOT NULL) EXECUTE FUNCTION journal_notes_row('cut');
"""
NO_ADDRESSES = """
DROP TRIGGER cuts_are_journalled ON crm_identitycut;
DROP TRIGGER ends_of_identifiers_are_journalled ON crm_identifier;
"""
NO_HOMES = """
DROP TRIGGER clients_known_in_china_are_journalled ON crm_relationship;
DROP TRIGGER merges_with_china_are_journalled ON crm_client;
DROP TRIGGER client_moves_are_journalled ON crm_client;
DROP FUNCTION journal_notes_home_of_whom_china_knows();
DROP FUNCTION journal_notes_home_of_survivor();
DROP FUNCTION journal_notes_home_of_client();
"""


class Migration(migrations.Migration):
    replaces = [("crm", "0030_journal_of_homes_and_addresses")]

    dependencies = [("crm", "0009_no_index_for_like"), ("consent", "0004_journal")]

    operations = [migrations.RunSQL(HOMES, NO_HOMES), migrations.RunSQL(ADDRESSES, NO_ADDRESSES)]
