"""The words of the search, kept by the database itself: whatever writes a client or a relationship writes their words.

See docs/decisions/0013-search.md.
"""

from django.db import migrations

# A statement of an import brings thousands of clients; words in order, so that two of them cannot wait for each other.
_KEEP_WORDS = """
    CREATE FUNCTION crm_keep_words(line text, uid text) RETURNS void LANGUAGE sql AS $$
        INSERT INTO crm_searchword (word, count)
        SELECT DISTINCT word, 1
        FROM unnest(string_to_array(line, ' ')) AS word
        WHERE word !~ '[0-9@~-]' AND word <> '' AND word <> lower(substr(uid, 3))
        ORDER BY word
        ON CONFLICT (word) DO NOTHING
    $$;
    CREATE FUNCTION crm_keep_changed_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM crm_keep_words(NEW.search_text, NEW.uid);
        RETURN NULL;
    END
    $$;
    CREATE FUNCTION crm_keep_new_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO crm_searchword (word, count)
        SELECT DISTINCT word, 1
        FROM new_clients, unnest(string_to_array(search_text, ' ')) AS word
        WHERE word !~ '[0-9@~-]' AND word <> '' AND word <> lower(substr(uid, 3))
        ORDER BY word
        ON CONFLICT (word) DO NOTHING;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER the_search_knows_new_words AFTER INSERT ON crm_client
    REFERENCING NEW TABLE AS new_clients FOR EACH STATEMENT EXECUTE FUNCTION crm_keep_new_words();
    CREATE TRIGGER the_search_knows_changed_words AFTER UPDATE OF search_text ON crm_client
    FOR EACH ROW WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text) EXECUTE FUNCTION crm_keep_changed_words();
    ALTER TABLE crm_client ALTER COLUMN given_key SET NOT NULL, ALTER COLUMN sound_key SET NOT NULL;
"""
_FORGET_WORDS = """
    ALTER TABLE crm_client ALTER COLUMN given_key DROP NOT NULL, ALTER COLUMN sound_key DROP NOT NULL;
    DROP TRIGGER the_search_knows_new_words ON crm_client;
    DROP TRIGGER the_search_knows_changed_words ON crm_client;
    DROP FUNCTION crm_keep_new_words, crm_keep_changed_words, crm_keep_words;
"""

# The client's row is locked, so that nobody gives them another name meanwhile and misses this boutique.
_TELL_BOUTIQUES = """
    CREATE FUNCTION crm_know_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := NULL;
        IF NEW.boutique_id IS NOT NULL THEN
            SELECT crm_known_words(NEW.boutique_id, search_text, uid) INTO NEW.words
            FROM crm_client WHERE id = NEW.client_id FOR NO KEY UPDATE;
        END IF;
        RETURN NEW;
    END
    $$;
    CREATE TRIGGER a_boutique_knows_words BEFORE INSERT OR UPDATE OF client_id, boutique_id ON crm_relationship
    FOR EACH ROW EXECUTE FUNCTION crm_know_words();

    CREATE FUNCTION crm_tell_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE crm_relationship SET words = crm_known_words(boutique_id, NEW.search_text, NEW.uid)
        WHERE client_id = NEW.id AND boutique_id IS NOT NULL
            AND words IS DISTINCT FROM crm_known_words(boutique_id, NEW.search_text, NEW.uid);
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER the_boutiques_hear_of_words AFTER UPDATE OF search_text ON crm_client
    FOR EACH ROW WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text) EXECUTE FUNCTION crm_tell_words();
"""
_TELL_NOBODY = """
    DROP TRIGGER the_boutiques_hear_of_words ON crm_client;
    DROP TRIGGER a_boutique_knows_words ON crm_relationship;
    DROP FUNCTION crm_tell_words, crm_know_words;
"""


class Migration(migrations.Migration):
    replaces = [("crm", "0007_search_words"), ("crm", "0017_search_slips"), ("crm", "0020_search_in_both_orders")]

    dependencies = [("crm", "0003_interactions_by_month")]

    operations = [
        migrations.RunSQL(_KEEP_WORDS, _FORGET_WORDS),
        migrations.RunSQL(_TELL_BOUTIQUES, _TELL_NOBODY),
    ]
