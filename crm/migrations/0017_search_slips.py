"""The vocabulary is asked in the database: words one slip away by an index of their forms with a letter left out.

No process keeps the words any more, so that none has to know when a word was born.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

import crm.search.vocabulary

_SLIPS = """
    CREATE FUNCTION crm_slips(word text) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT array_agg(hashtext(left(word, at - 1) || substr(word, at + 1)))
        FROM generate_series(1, length(word) + 1) AS at
    $$;
"""

_KEEP = """
    CREATE OR REPLACE FUNCTION crm_keep_words(line text, uid text) RETURNS void LANGUAGE sql AS $$
        INSERT INTO crm_searchword (word, count{column})
        SELECT DISTINCT word, 1{value}
        FROM unnest(string_to_array(line, ' ')) AS word
        WHERE word !~ '[0-9@~-]' AND word <> '' AND word <> lower(substr(uid, 3))
        ORDER BY word
        ON CONFLICT (word) DO NOTHING
    $$;
    CREATE OR REPLACE FUNCTION crm_keep_new_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO crm_searchword (word, count{column})
        SELECT DISTINCT word, 1{value}
        FROM new_clients, unnest(string_to_array(search_text, ' ')) AS word
        WHERE word !~ '[0-9@~-]' AND word <> '' AND word <> lower(substr(uid, 3))
        ORDER BY word
        ON CONFLICT (word) DO NOTHING;
        RETURN NULL;
    END
    $$;
"""
_WITH_BIRTH = _KEEP.format(column=", born", value=", pg_current_xact_id()::text::bigint")


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0016_audiences'),
    ]

    operations = [
        migrations.RunSQL(_SLIPS, 'DROP FUNCTION crm_slips'),
        migrations.RunSQL(migrations.RunSQL.noop, _WITH_BIRTH),
        migrations.RemoveIndex(model_name='searchword', name='search_word_by_birth'),
        # Going back, every word is as old as the world: read by whoever begins to read.
        migrations.AlterField(
            model_name='searchword', name='born', field=models.BigIntegerField(db_default=0),
        ),
        migrations.RemoveField(model_name='searchword', name='born'),
        migrations.RunSQL(_KEEP.format(column='', value=''), migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(crm.search.vocabulary.Slips('word'), fastupdate=False, name='search_word_by_slip'),
        ),
    ]
