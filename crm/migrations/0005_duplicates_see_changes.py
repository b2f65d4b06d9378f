"""Whoever changes what is compared of a client leaves a note that it is to be compared again: an action, an import,
COPY, or a person in psql. One trigger a statement, never one a row.

See docs/decisions/0014-duplicates.md.
"""

from django.db import migrations

SEE = """
CREATE FUNCTION duplicates_see_new_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_duplicatework (client_id) SELECT id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION duplicates_see_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_duplicatework (client_id)
    SELECT n.id FROM changed n JOIN before o ON o.id = n.id
    WHERE (n.canonical_id, n.given_name, n.family_name, n.birth_date, n.city)
        IS DISTINCT FROM (o.canonical_id, o.given_name, o.family_name, o.birth_date, o.city);
    RETURN NULL;
END $$;
CREATE FUNCTION duplicates_see_new_identifiers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_duplicatework (client_id)
    SELECT DISTINCT client_id FROM changed WHERE namespace IN ('email', 'phone');
    RETURN NULL;
END $$;
CREATE FUNCTION duplicates_see_identifiers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_duplicatework (client_id)
    SELECT unnest(ARRAY[n.client_id, o.client_id]) FROM changed n JOIN before o ON o.id = n.id
    WHERE n.namespace IN ('email', 'phone')
        AND (n.client_id, n.value, n.retracted_at) IS DISTINCT FROM (o.client_id, o.value, o.retracted_at);
    RETURN NULL;
END $$;
CREATE TRIGGER duplicates_see_new AFTER INSERT ON crm_client
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION duplicates_see_new_clients();
CREATE TRIGGER duplicates_see_changes AFTER UPDATE ON crm_client
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION duplicates_see_clients();
CREATE TRIGGER duplicates_see_new AFTER INSERT ON crm_identifier
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION duplicates_see_new_identifiers();
CREATE TRIGGER duplicates_see_changes AFTER UPDATE ON crm_identifier
    REFERENCING OLD TABLE AS before NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION duplicates_see_identifiers();
"""
SEE_NO_MORE = """
DROP TRIGGER duplicates_see_new ON crm_client;
DROP TRIGGER duplicates_see_changes ON crm_client;
DROP TRIGGER duplicates_see_new ON crm_identifier;
DROP TRIGGER duplicates_see_changes ON crm_identifier;
DROP FUNCTION duplicates_see_new_clients, duplicates_see_clients, duplicates_see_new_identifiers,
    duplicates_see_identifiers;
"""


class Migration(migrations.Migration):
    replaces = [("crm", "0006_duplicates")]

    dependencies = [("crm", "0004_search_keeps_words")]

    operations = [migrations.RunSQL(SEE, SEE_NO_MORE)]
