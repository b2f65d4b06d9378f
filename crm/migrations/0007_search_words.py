"""The vocabulary of the search, kept by the database itself: whatever writes a client writes their words."""

from django.db import migrations, models

# A statement of an import brings thousands of clients; words in order, so that two of them cannot wait for each other.
_TRIGGER = """
    CREATE FUNCTION crm_keep_words(line text, uid text) RETURNS void LANGUAGE sql AS $$
        INSERT INTO crm_searchword (word, count, born)
        SELECT DISTINCT word, 1, pg_current_xact_id()::text::bigint
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
        INSERT INTO crm_searchword (word, count, born)
        SELECT DISTINCT word, 1, pg_current_xact_id()::text::bigint
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
    INSERT INTO crm_searchword (word, count, born)
    SELECT word, count(*), pg_current_xact_id()::text::bigint
    FROM crm_client, unnest(string_to_array(search_text, ' ')) AS word
    WHERE word !~ '[0-9@~-]' AND word <> '' AND word <> lower(substr(uid, 3))
    GROUP BY word;
"""
_BACK = """
    DROP TRIGGER the_search_knows_new_words ON crm_client;
    DROP TRIGGER the_search_knows_changed_words ON crm_client;
    DROP FUNCTION crm_keep_new_words, crm_keep_changed_words, crm_keep_words;
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0006_segments_see_changes")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.TextField(db_collation="C", primary_key=True, serialize=False)),
                ("count", models.BigIntegerField(default=1)),
                ("born", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["born"], name="search_word_by_birth")]},
        ),
        # A deferred check that is still open would forbid to change the table.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(_TRIGGER, _BACK),
    ]
