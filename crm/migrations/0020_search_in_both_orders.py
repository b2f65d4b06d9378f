"""The search reads names in both orders, by their first letters, and at each boutique (docs/decisions/0013).

Large tables are rewritten once each: a house of millions is migrated while nobody writes.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.expressions
from django.db import migrations, models

import crm.search.beginnings

# With bodies that are bound when they are made, since an index is built without a search path.
_FUNCTIONS = r"""
    -- The words of a line that letters may begin, without what stands behind a figure; none that begins another.
    CREATE FUNCTION crm_name_words(line text, uid text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT coalesce(array_agg(word ORDER BY word COLLATE "C"), '{}') FROM (
            SELECT word, lead(word) OVER (ORDER BY word COLLATE "C") AS next FROM (
                SELECT DISTINCT left(substring(part FROM '^[^0-9]+'), 40) AS word
                FROM unnest(string_to_array(line, ' ')) AS part
                WHERE part !~ '^[0-9~]|@' AND part <> '' AND part <> lower(uid) AND part <> lower(substr(uid, 3))
            ) AS heads
        ) AS words
        WHERE next IS NULL OR NOT starts_with(next, word);
    END;
    CREATE FUNCTION crm_known_words(boutique bigint, line text, uid text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT array_to_tsvector(coalesce(array_agg(boutique || ':' || word), '{}'))
        FROM unnest(crm_name_words(line, uid)) AS word;
    END;
    CREATE FUNCTION crm_beginnings(line text, uid text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT coalesce(array_agg(DISTINCT left(word, letters)), '{}')
        FROM unnest(crm_name_words(line, uid)) AS word, generate_series(1, 3) AS letters;
    END;
    -- How many words a name has; other signs than these do not part words in the order of names, only in the search.
    CREATE FUNCTION crm_word_count(name text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT coalesce(cardinality(array_remove(regexp_split_to_array(name, '[][ !-/:-@\\^_`{-~’·]+'), '')), 0);
    END;
    -- Of "laurent camille c-…": "camille laurent". Of "王 小明 wang xiaoming … c-…": "小明 王 wang xiaoming …".
    CREATE FUNCTION crm_given_first(line text, uid text, family text, given text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT array_to_string(words[families + 1:families + givens] || words[:families] || words[families + givens + 1:], ' ')
        FROM (
            SELECT string_to_array(split_part(line, ' ' || lower(uid), 1), ' ') AS words,
                crm_word_count(family) AS families, crm_word_count(given) AS givens
        ) AS parts;
    END;
    -- Of "王 小明 wang xiaoming … c-…": "wang xiaoming … 王 小明". Nothing for a name that is written as it sounds.
    CREATE FUNCTION crm_sound_first(line text, uid text, family text, given text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    BEGIN ATOMIC
        SELECT CASE WHEN cardinality(words) > names AND NOT (words[names + 1] ~ '[0-9@~-]')
            THEN array_to_string(words[names + 1:] || words[:names], ' ') ELSE '' END
        FROM (
            SELECT string_to_array(split_part(line, ' ' || lower(uid), 1), ' ') AS words,
                crm_word_count(family) + crm_word_count(given) AS names
        ) AS parts;
    END;
"""
_NO_FUNCTIONS = """
    DROP FUNCTION crm_sound_first, crm_given_first, crm_word_count, crm_beginnings, crm_known_words, crm_name_words;
"""
_ORDERS = """
    SET CONSTRAINTS ALL IMMEDIATE;
    SET LOCAL maintenance_work_mem = '512MB';
    ALTER TABLE crm_client
        ADD COLUMN given_key varchar(40) COLLATE "C"
            GENERATED ALWAYS AS (left(crm_given_first(search_text, uid, family_name, given_name), 40)) STORED NOT NULL,
        ADD COLUMN sound_key varchar(40) COLLATE "C"
            GENERATED ALWAYS AS (left(crm_sound_first(search_text, uid, family_name, given_name), 40)) STORED NOT NULL;
"""
_NO_ORDERS = 'ALTER TABLE crm_client DROP COLUMN given_key, DROP COLUMN sound_key;'
# The client's row is locked, so that nobody gives them another name meanwhile and misses this boutique.
_WORDS = """
    CREATE FUNCTION crm_words_at(client bigint, boutique bigint) RETURNS tsvector LANGUAGE sql STABLE AS $$
        SELECT crm_known_words(boutique, search_text, uid) FROM crm_client WHERE id = client
    $$;
    ALTER TABLE crm_relationship ADD COLUMN words tsvector NULL;
    ALTER TABLE crm_relationship ALTER COLUMN words TYPE tsvector USING crm_words_at(client_id, boutique_id);
    DROP FUNCTION crm_words_at;

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
_NO_WORDS = """
    DROP TRIGGER the_boutiques_hear_of_words ON crm_client;
    DROP TRIGGER a_boutique_knows_words ON crm_relationship;
    DROP FUNCTION crm_tell_words, crm_know_words;
    ALTER TABLE crm_relationship DROP COLUMN words;
"""


LIVE = models.Q(canonical=None, erased_at=None)


def _key(function, help_text):
    return models.GeneratedField(
        db_persist=True,
        expression=django.db.models.functions.text.Left(
            django.db.models.expressions.Func(
                "search_text", "uid", "family_name", "given_name", function=function, output_field=models.TextField()
            ),
            40,
        ),
        help_text=help_text,
        output_field=models.CharField(db_collation="C", max_length=40),
    )


class Migration(migrations.Migration):
    dependencies = [("crm", "0019_former_write_keys")]

    operations = [
        migrations.RunSQL(_FUNCTIONS, _NO_FUNCTIONS),
        # One statement for both, so that the table is written once.
        migrations.RunSQL(
            _ORDERS,
            _NO_ORDERS,
            state_operations=[
                migrations.AddField("client", "given_key", _key("crm_given_first", "The same, given name first.")),
                migrations.AddField(
                    "client", "sound_key", _key("crm_sound_first", "The same as it sounds; empty where it is written so.")
                ),
            ],
        ),
        migrations.RemoveIndex("client", "client_by_name"),
        migrations.AddIndex(
            "client", models.Index(fields=["name_key", "id"], condition=LIVE, name="client_by_name")
        ),
        migrations.AddIndex(
            "client",
            models.Index(
                fields=["given_key", "id"],
                include=["name_key"],
                condition=LIVE,
                name="client_by_given_name",
            ),
        ),
        migrations.AddIndex(
            "client",
            models.Index(
                fields=["sound_key", "id"],
                include=["name_key", "given_key"],
                condition=LIVE & models.Q(sound_key__gt=""),
                name="client_by_sound",
            ),
        ),
        migrations.AddIndex(
            "client",
            django.contrib.postgres.indexes.GinIndex(
                crm.search.beginnings.Beginnings("search_text", "uid"), fastupdate=False, name="client_by_beginning"
            ),
        ),
        migrations.RunSQL(
            _WORDS,
            _NO_WORDS,
            state_operations=[
                migrations.AddField(
                    "relationship",
                    "words",
                    django.contrib.postgres.search.SearchVectorField(
                        null=True,
                        blank=True,
                        editable=False,
                        help_text="The words of the client's name, each behind the boutique's number. Kept by the database.",
                    ),
                )
            ],
        ),
        migrations.AddIndex(
            "relationship",
            django.contrib.postgres.indexes.GinIndex(fields=["words"], fastupdate=False, name="relationship_by_word"),
        ),
    ]
