"""The tables of the profile store, but for those that name something of ``consent`` and for the interactions."""

import clienteling.lib.tables
import crm.models.client
import crm.models.merge
import crm.models.people
import crm.search.beginnings
import crm.search.vocabulary
import crm.search.words
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What generated columns and indexes call; bodies that are bound when they are made, since an index is built without a
# search path.
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
    -- The forms of a word with a letter left out, as numbers: two words that are one slip apart share one of them.
    CREATE FUNCTION crm_slips(word text) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT array_agg(hashtext(left(word, at - 1) || substr(word, at + 1)))
        FROM generate_series(1, length(word) + 1) AS at
    $$;
"""
_NO_FUNCTIONS = """
    DROP FUNCTION crm_slips, crm_sound_first, crm_given_first, crm_word_count, crm_beginnings, crm_known_words,
        crm_name_words;
"""


class Migration(migrations.Migration):

    replaces = [('crm', '0001_initial'), ('crm', '0002_client_search_words'), ('crm', '0003_purchase_by_arrival'), ('crm', '0005_merges'), ('crm', '0008_source_last_seen'), ('crm', '0009_profile'), ('crm', '0010_identity_care'), ('crm', '0013_duplicate_signatures'), ('crm', '0014_uploads'), ('crm', '0015_client_name_key'), ('crm', '0017_segments_without_keys'), ('crm', '0018_erased_clients'), ('crm', '0019_former_write_keys'), ('crm', '0021_reviewed_scores'), ('crm', '0022_regions'), ('crm', '0026_carts'), ('crm', '0028_names_with_countries'), ('crm', '0031_uids_are_no_key')]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.RunSQL(_FUNCTIONS, _NO_FUNCTIONS),
        clienteling.lib.tables.CreateTables(
            operations=[migrations.CreateModel(
                name='AutomaticMergeThreshold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('measured_at', models.DateTimeField(auto_now_add=True)),
                    ('score', models.FloatField(blank=True, null=True)),
                    ('decided', models.BigIntegerField(help_text='Pairs of this score or more that people decided.')),
                    ('right', models.BigIntegerField(help_text='Of these, found to be one person.')),
                    ('precision_at_least', models.FloatField(help_text='Lower end of the 95 % interval (Wilson 1927).')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('right__lte', models.F('decided'))), name='no_more_are_right_than_decided')],
                },
            ), migrations.CreateModel(
                name='Brand',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=20, unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('language', models.CharField(default='en', max_length=12)),
                    ('currency', models.CharField(default='EUR', max_length=3)),
                    ('timezone', models.CharField(default='Europe/Paris', max_length=40)),
                    ('accent', models.CharField(default='#80603A', help_text='Accent colour on light surfaces.', max_length=7)),
                    ('accent_dark', models.CharField(default='#CDA873', help_text='Accent colour on dark surfaces.', max_length=7)),
                    ('from_email', models.EmailField(default='clients@example.com', max_length=254)),
                ],
            ), migrations.CreateModel(
                name='ApiKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_keys', to='crm.brand')),
                    ('name', models.CharField(max_length=80)),
                    ('prefix', models.CharField(max_length=12, unique=True)),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('scopes', models.JSONField(default=list)),
                    ('region', models.CharField(blank=True, choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere'), ('own', "The client's own device")], db_default='', default='', help_text="Where the system behind it keeps what it reads; empty: in the house's own region.", max_length=5)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('revoked_at', models.DateTimeField(blank=True, help_text='From then on it opens nothing; may lie ahead.', null=True)),
                ],
            ), migrations.CreateModel(
                name='Boutique',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boutiques', to='crm.brand')),
                    ('code', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('kind', models.CharField(choices=[('boutique', 'Boutique'), ('online', 'Online')], default='boutique', max_length=10)),
                    ('city', models.CharField(blank=True, max_length=60)),
                    ('country', models.CharField(max_length=2)),
                    ('address', models.CharField(blank=True, max_length=200)),
                    ('timezone', models.CharField(default='Europe/Paris', max_length=40)),
                    ('currency', models.CharField(default='EUR', max_length=3)),
                ],
                options={
                    'verbose_name_plural': 'boutiques',
                },
            ), migrations.CreateModel(
                name='Category',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='crm.brand')),
                    ('code', models.SlugField(max_length=60)),
                    ('names', models.JSONField(default=dict, help_text='Language to name.')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='crm.category')),
                    ('complements', models.ManyToManyField(blank=True, help_text='Categories that complete a piece of this one.', to='crm.category')),
                ],
                options={
                    'verbose_name_plural': 'categories',
                    'constraints': [models.UniqueConstraint(fields=('brand', 'code'), name='one_category_code_per_brand')],
                },
            ), migrations.CreateModel(
                name='ChangedClient',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.BigIntegerField()),
                ],
            ), migrations.CreateModel(
                name='Client',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.CharField(default=crm.models.client.new_uid, editable=False, max_length=16)),
                    ('canonical', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='crm.client')),
                    ('given_name', models.CharField(blank=True, max_length=80)),
                    ('family_name', models.CharField(blank=True, max_length=80)),
                    ('name_order', models.CharField(choices=[('given_first', 'Given First'), ('family_first', 'Family First')], default='given_first', max_length=12)),
                    ('salutation', models.CharField(blank=True, max_length=40)),
                    ('language', models.CharField(default='en', max_length=12)),
                    ('country', models.CharField(blank=True, max_length=2)),
                    ('city', models.CharField(blank=True, max_length=60)),
                    ('timezone', models.CharField(blank=True, max_length=40)),
                    ('birth_date', models.DateField(blank=True, null=True)),
                    ('tastes', models.JSONField(blank=True, default=dict, help_text='Likes, sizes, colours, materials: name to value.')),
                    ('key_dates', models.JSONField(blank=True, default=list, help_text='[{"name": ..., "date": "MM-DD"}]')),
                    ('source', models.CharField(blank=True, help_text='What first made the client known.', max_length=60)),
                    ('search_text', models.TextField(blank=True, editable=False, help_text='Folded words of names and ids, see crm.search.')),
                    ('name_key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left('search_text', 40), help_text='Folded, family name first: the order of lists of clients, and of beginnings in a search.', output_field=models.CharField(db_collation='C', max_length=40))),
                    ('given_key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left(models.Func('search_text', 'uid', 'family_name', 'given_name', function='crm_given_first', output_field=models.TextField()), 40), help_text='The same, given name first.', output_field=models.CharField(db_collation='C', max_length=40))),
                    ('sound_key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Left(models.Func('search_text', 'uid', 'family_name', 'given_name', function='crm_sound_first', output_field=models.TextField()), 40), help_text='The same as it sounds; empty where it is written so.', output_field=models.CharField(db_collation='C', max_length=40))),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                    ('erased_at', models.DateTimeField(blank=True, editable=False, help_text='Since when this is nobody: what hangs on it names no person.', null=True)),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(crm.search.words.SearchWords('search_text'), name='client_by_search_word'), models.Index(condition=models.Q(('canonical', None), ('erased_at', None)), fields=['name_key', 'id'], include=('country',), name='client_by_name'), models.Index(condition=models.Q(('canonical', None), ('erased_at', None)), fields=['given_key', 'id'], include=('name_key', 'country'), name='client_by_given_name'), models.Index(condition=models.Q(('canonical', None), ('erased_at', None), ('sound_key__gt', '')), fields=['sound_key', 'id'], include=('name_key', 'given_key', 'country'), name='client_by_sound'), django.contrib.postgres.indexes.GinIndex(crm.search.beginnings.Beginnings('search_text', 'uid'), fastupdate=False, name='client_by_beginning'), models.Index(condition=models.Q(('birth_date__isnull', False)), fields=['birth_date'], name='client_by_birth_date'), models.Index(django.db.models.functions.comparison.Cast(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.functions.datetime.ExtractMonth('birth_date'), '*', models.Value(100)), '+', django.db.models.functions.datetime.ExtractDay('birth_date')), output_field=models.IntegerField()), condition=models.Q(('birth_date__isnull', False)), name='client_by_birthday'), models.Index(condition=models.Q(('key_dates', []), _negated=True), fields=['id'], name='client_with_key_dates')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('canonical', models.F('id')), _negated=True), name='a_client_is_not_merged_into_itself'), models.UniqueConstraint(condition=models.Q(('uid__isnull', False)), fields=('uid',), name='one_client_per_uid')],
                },
            ), migrations.CreateModel(
                name='Cart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('named_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['named_at'], name='cart_by_moment')],
                    'constraints': [models.UniqueConstraint(fields=('client', 'brand'), name='one_cart_per_client_and_brand')],
                },
            ), migrations.CreateModel(
                name='CustomerAccount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('client', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='crm.client')),
                    ('email', models.EmailField(help_text='Normalised.', max_length=254, unique=True)),
                    ('failures', models.PositiveSmallIntegerField(default=0)),
                    ('locked_until', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='DuplicateModel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('learnt_at', models.DateTimeField(auto_now_add=True)),
                    ('clients', models.BigIntegerField()),
                    ('parameters', models.JSONField()),
                ],
            ), migrations.CreateModel(
                name='DuplicatePass',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('model', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.duplicatemodel')),
                    ('clients', models.BigIntegerField(default=0)),
                    ('compared', models.BigIntegerField(default=0)),
                    ('position', models.BigIntegerField(default=0, help_text='Pairs whose earlier client has a smaller id are done.')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('finished_at',), name='one_pass_is_unfinished', nulls_distinct=False)],
                },
            ), migrations.CreateModel(
                name='DuplicateRate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(unique=True)),
                    ('clients', models.BigIntegerField()),
                    ('duplicates', models.BigIntegerField(help_text='Live clients that an open proposal would merge into another.')),
                ],
            ), migrations.CreateModel(
                name='DuplicateSignature',
                fields=[
                    ('client', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='crm.client')),
                    ('version', models.SmallIntegerField(help_text='Of the way keys and signature are made.')),
                    ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                    ('signature', models.BinaryField()),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['keys'], name='signature_by_key')],
                },
            ), migrations.CreateModel(
                name='DuplicateWork',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.client')),
                    ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
            ), migrations.CreateModel(
                name='Identifier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('namespace', models.CharField(max_length=40)),
                    ('value', models.CharField(help_text='Normalised, see crm.identity.namespaces.', max_length=254)),
                    ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='crm.client')),
                    ('source', models.CharField(help_text='Who asserted it: a source code, a file, a form.', max_length=80)),
                    ('asserted_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField(blank=True, help_text='When a call last said it of this client; empty: when it was asserted.', null=True)),
                    ('verified_at', models.DateTimeField(blank=True, null=True)),
                    ('retracted_at', models.DateTimeField(blank=True, null=True)),
                    ('retracted_because', models.CharField(blank=True, choices=[('cut', 'a person took it off'), ('parted', 'a person cut the link that tied it here'), ('blocked', 'the value identifies nobody'), ('shared', 'the device is used by many'), ('moved', 'somebody else logged in on the device'), ('reissued', 'long unseen, and given to somebody else'), ('room', 'a newer one took its place'), ('unseen', 'not seen with its owner for long'), ('erased', 'its owner was erased')], db_default='', default='', max_length=12)),
                ],
                options={
                    'indexes': [models.Index(fields=['client', 'namespace'], name='identifier_by_client'), models.Index(condition=models.Q(('retracted_because', 'moved')), fields=['value', 'namespace'], name='device_that_moved')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('namespace', 'value'), name='an_identifier_resolves_to_one_client'), models.UniqueConstraint(condition=models.Q(('namespace__in', ['app', 'crm', 'loyalty']), ('retracted_at', None)), fields=('client', 'namespace'), name='one_value_of_a_single_namespace_per_client')],
                },
            ), migrations.CreateModel(
                name='IdentityLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('a', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.identifier')),
                    ('b', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.identifier')),
                    ('source', models.CharField(max_length=80)),
                    ('asserted_by', models.CharField(blank=True, help_text='messageId of the event, or a reference.', max_length=100)),
                    ('asserted_at', models.DateTimeField()),
                    ('retracted_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='a_link_names_its_ends_in_order'), models.UniqueConstraint(condition=models.Q(('retracted_at', None)), fields=('a', 'b'), name='one_live_link_between_two_identifiers')],
                },
            ), migrations.CreateModel(
                name='LoyaltyAccount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loyalty_accounts', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('programme', models.CharField(max_length=60)),
                    ('number', models.CharField(max_length=60)),
                    ('tier', models.CharField(blank=True, max_length=40)),
                    ('points', models.IntegerField(default=0)),
                    ('since', models.DateField(blank=True, null=True)),
                    ('changed_at', models.DateTimeField()),
                    ('source', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('brand', 'programme', 'number'), name='one_loyalty_account_per_number')],
                },
            ), migrations.CreateModel(
                name='MessageId',
                fields=[
                    ('message_id', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ],
            ), migrations.CreateModel(
                name='PendingEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('interaction', models.UUIDField(help_text='Its id; with received_at the key of the partitioned table.')),
                    ('received_at', models.DateTimeField()),
                    ('is_order', models.BooleanField(help_text='Of orders, which are taken one by one; else of a cart or wish list.')),
                    ('due_at', models.DateTimeField()),
                    ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                    ('brand', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.brand')),
                    ('waits_for', models.CharField(blank=True, db_default='', help_text="The order's reference, for what came before its order.", max_length=80)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('waits_for', '')), fields=['is_order', 'due_at'], name='pending_event_by_due_time'), models.Index(condition=models.Q(('waits_for', ''), _negated=True), fields=['brand', 'waits_for'], name='pending_event_by_order')],
                },
            ), migrations.CreateModel(
                name='Product',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='products', to='crm.brand')),
                    ('code', models.CharField(max_length=60)),
                    ('names', models.JSONField(default=dict, help_text='Language to name.')),
                    ('descriptions', models.JSONField(blank=True, default=dict, help_text='Language to text.')),
                    ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='products', to='crm.category')),
                    ('collection', models.CharField(blank=True, max_length=80)),
                    ('material', models.CharField(blank=True, max_length=40)),
                    ('colour', models.CharField(blank=True, max_length=40)),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                    ('picture', models.JSONField(blank=True, default=dict, help_text='Arguments of the picture generator, or {url}.')),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='product_by_tag')],
                    'constraints': [models.UniqueConstraint(fields=('brand', 'code'), name='one_product_code_per_brand')],
                },
            ), migrations.CreateModel(
                name='SearchWord',
                fields=[
                    ('word', models.TextField(db_collation='C', primary_key=True, serialize=False)),
                    ('count', models.BigIntegerField(default=1)),
                ],
                options={
                    'indexes': [django.contrib.postgres.indexes.GinIndex(crm.search.vocabulary.Slips('word'), fastupdate=False, name='search_word_by_slip')],
                },
            ), migrations.CreateModel(
                name='Segment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='crm.brand')),
                    ('code', models.SlugField(max_length=60)),
                    ('name', models.CharField(max_length=80)),
                    ('kind', models.CharField(choices=[('static', 'By hand or by tag'), ('computed', 'By rule')], default='static', max_length=10)),
                    ('tag', models.CharField(blank=True, help_text='A static segment that this tag of a context enters.', max_length=40)),
                    ('draft', models.JSONField(blank=True, help_text='The definition that is being written, not yet in use.', null=True)),
                ],
            ), migrations.CreateModel(
                name='SegmentChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('segment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='crm.segment')),
                    ('client', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='segment_changes', to='crm.client')),
                    ('change', models.CharField(choices=[('entered', 'Entered'), ('left', 'Left')], max_length=8)),
                    ('reason', models.CharField(blank=True, max_length=120)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-at'], name='segment_change_by_client'), models.Index(fields=['segment', '-at', '-id'], name='segment_change_by_segment')],
                },
            ), migrations.CreateModel(
                name='SegmentClock',
                fields=[
                    ('segment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='clock', serialize=False, to='crm.segment')),
                    ('swept_to', models.DateTimeField()),
                ],
            ), migrations.CreateModel(
                name='SegmentFlow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('segment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='flow', to='crm.segment')),
                    ('day', models.DateField()),
                    ('entered', models.IntegerField(default=0)),
                    ('left', models.IntegerField(default=0)),
                ],
                options={
                    'indexes': [models.Index(fields=['segment', 'day'], name='segment_flow_by_day')],
                },
            ), migrations.CreateModel(
                name='SegmentMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('segment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='crm.segment')),
                    ('client', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='segment_memberships', to='crm.client')),
                    ('since', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('segment', 'client'), name='one_membership_per_segment_and_client')],
                },
            ), migrations.CreateModel(
                name='Source',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='crm.brand')),
                    ('code', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('write_key', models.CharField(help_text='Public by the specification: it can only write.', max_length=64, unique=True)),
                    ('former_write_key', models.CharField(blank=True, db_default='', editable=False, help_text='Still taken until former_until.', max_length=64)),
                    ('former_until', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('allowed_origins', models.JSONField(blank=True, default=list, help_text='Web origins that may write with this key.')),
                    ('is_shared_device', models.BooleanField(default=False, help_text="A boutique's own tablet or kiosk: never links.")),
                    ('is_active', models.BooleanField(default=True)),
                    ('expected_every', models.PositiveIntegerField(default=1440, help_text='Minutes. Silent for longer than this, the source is shown as stale.')),
                    ('country', models.CharField(blank=True, db_default='', help_text='ISO code; empty: it serves several countries.', max_length=2)),
                    ('order_prefix', models.CharField(blank=True, db_default='', help_text='Put before the order numbers of its events, where two shops of the brand number alike.', max_length=20)),
                    ('schema', models.JSONField(blank=True, db_default={}, default=dict, help_text='Which events are expected (crm.ingest.source_schema).')),
                    ('last_seen_at', models.DateTimeField(editable=False, help_text='To the minute.', null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('former_write_key', ''), _negated=True), fields=['former_write_key'], name='source_by_former_key')],
                },
            ), migrations.CreateModel(
                name='RejectedCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rejects', to='crm.source')),
                    ('code', models.CharField(max_length=40)),
                    ('detail', models.CharField(blank=True, max_length=200)),
                    ('count', models.PositiveIntegerField(default=1)),
                    ('day', models.DateField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('source', 'code', 'day'), name='one_count_per_source_code_and_day', nulls_distinct=False)],
                },
            ), migrations.CreateModel(
                name='RejectedEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejected_events', to='crm.source')),
                    ('message_id', models.CharField(max_length=100)),
                    ('name', models.CharField(max_length=200)),
                    ('code', models.CharField(max_length=40)),
                    ('detail', models.CharField(blank=True, help_text='Which property, and what is wrong with it.', max_length=200)),
                    ('timestamp', models.DateTimeField(help_text='When it happened.')),
                    ('rejected_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['source', 'code', '-id'], name='rejected_event_by_reason'), django.contrib.postgres.indexes.BrinIndex(fields=['rejected_at'], name='rejected_event_by_arrival')],
                    'constraints': [models.UniqueConstraint(fields=('message_id',), name='one_reason_per_rejected_event')],
                },
            ), migrations.CreateModel(
                name='SchemaViolation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='violations', to='crm.source')),
                    ('day', models.DateField()),
                    ('event', models.CharField(max_length=200)),
                    ('path', models.CharField(blank=True, help_text='Which property; empty: the event itself.', max_length=120)),
                    ('code', models.CharField(max_length=40)),
                    ('count', models.PositiveBigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('source', 'day', 'event', 'path', 'code'), name='one_count_per_violated_rule_and_day')],
                },
            ), migrations.CreateModel(
                name='SourceHour',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='crm.source')),
                    ('hour', models.DateTimeField(help_text='Its beginning, in UTC.')),
                    ('count', models.PositiveBigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('source', 'hour'), name='one_sum_per_source_and_hour')],
                },
            ), migrations.CreateModel(
                name='SourceTally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.source')),
                    ('hour', models.DateTimeField(help_text='Its beginning, in UTC.')),
                    ('event', models.CharField(blank=True, db_default='', max_length=200)),
                    ('path', models.CharField(blank=True, db_default='', max_length=120)),
                    ('code', models.CharField(blank=True, db_default='', max_length=40)),
                    ('count', models.PositiveIntegerField()),
                ],
            ), migrations.CreateModel(
                name='SourceTotal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('source', models.CharField(help_text='The system that wrote the receipts.', max_length=40)),
                    ('day', models.DateField(help_text="In the brand's time zone.")),
                    ('kind', models.CharField(choices=[('sale', 'sale'), ('return', 'return')], max_length=8)),
                    ('currency', models.CharField(max_length=3)),
                    ('count', models.PositiveIntegerField(help_text='Of receipts.')),
                    ('amount', models.DecimalField(decimal_places=2, help_text='Their sum; not positive for returns.', max_digits=16)),
                    ('references', models.JSONField(blank=True, help_text='The numbers of all its receipts of the day, where it states them.', null=True)),
                    ('stated_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['-day'], name='source_total_by_day')],
                    'constraints': [models.UniqueConstraint(fields=('brand', 'source', 'day', 'kind', 'currency'), name='one_total_per_source_day_kind_and_currency'), models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 0), ('kind', 'sale')), models.Q(('amount__lte', 0), ('kind', 'return')), _connector='OR'), name='a_total_has_the_sign_of_its_kind')],
                },
            ), migrations.CreateModel(
                name='SourceComparison',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('total', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comparisons', to='crm.sourcetotal')),
                    ('compared_on', models.DateField()),
                    ('stated_count', models.PositiveIntegerField()),
                    ('stated_amount', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('our_count', models.PositiveIntegerField()),
                    ('our_amount', models.DecimalField(decimal_places=2, max_digits=16)),
                    ('missing', models.JSONField(default=list, help_text='References that it states and we do not have; the first ones.')),
                    ('unstated', models.JSONField(default=list, help_text='References that we have and it does not state.')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('total', 'compared_on'), name='one_comparison_per_total_and_day')],
                },
            ), migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                    ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('language', models.CharField(default='en', max_length=12)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'user',
                    'verbose_name_plural': 'users',
                    'abstract': False,
                },
                managers=[
                    ('objects', crm.models.people.UserManager()),
                ],
            ), migrations.CreateModel(
                name='BlockedIdentifier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('namespace', models.CharField(blank=True, help_text='Empty: in every namespace.', max_length=40)),
                    ('value', models.CharField(help_text='As it is written. Of e-mail addresses also a whole domain: @maison.example.', max_length=254)),
                    ('why', models.CharField(choices=[('placeholder', 'a placeholder'), ('own_device', 'a device of the house'), ('own_mailbox', 'an address of the house'), ('shared_device', 'a device that many people use'), ('misused', 'given by many people')], default='placeholder', max_length=20)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('added_by', models.ForeignKey(blank=True, help_text='Empty: by rule.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('added_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('namespace', 'value'), name='a_value_is_blocked_once'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='a_blocked_value_is_not_empty')],
                },
            ), migrations.CreateModel(
                name='DuplicateProposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.client')),
                    ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.client')),
                    ('score', models.FloatField(help_text='Probability that they are one person.')),
                    ('reasons', models.JSONField(default=list, help_text='[{"words": ..., "bits": ...}], those for it first.')),
                    ('status', models.CharField(choices=[('open', 'Open'), ('kept_apart', 'Two people'), ('merged', 'One person')], default='open', max_length=10)),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('found_at', models.DateTimeField(auto_now_add=True)),
                    ('confirmed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When it was last compared and still likely.')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['-score', 'id'], name='open_proposal_by_score')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='a_proposal_names_its_clients_in_order'), models.UniqueConstraint(fields=('a', 'b'), name='one_proposal_for_two_clients')],
                },
            ), migrations.CreateModel(
                name='IdentityCut',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cuts', to='crm.identitylink')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.client')),
                    ('parted', models.ForeignKey(blank=True, help_text='The record made of those who went; empty where only devices fell off, or all are tied otherwise.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.client')),
                    ('identifiers', models.JSONField(default=list, help_text='Ids of those that left.')),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('link',), name='a_link_is_cut_once'), models.CheckConstraint(condition=models.Q(('client', models.F('parted')), _negated=True), name='a_cut_parts_two_clients')],
                },
            ), migrations.CreateModel(
                name='IdentityReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identity_reviews', to='crm.client')),
                    ('reason', models.CharField(choices=[('too_many', 'more identifiers than one person has'), ('at_once', 'one call brought more identifiers than one person has')], max_length=12)),
                    ('counts', models.JSONField(default=dict, help_text='By namespace, how many identifiers there were.')),
                    ('source', models.CharField(help_text='Who brought the last one.', max_length=80)),
                    ('asserted_by', models.CharField(blank=True, help_text='messageId of the event, or a reference.', max_length=100)),
                    ('opened_at', models.DateTimeField()),
                    ('decision', models.CharField(blank=True, choices=[('keep_on', 'one person, link on'), ('cut', 'what did not belong was cut')], max_length=10)),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('decided_at', None)), fields=['opened_at', 'id'], name='identity_review_waiting')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('client',), name='one_open_identity_review_per_client'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='an_identity_review_is_decided_whole')],
                },
            ), migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=20)),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='crm.brand')),
                    ('sha256', models.CharField(help_text="Of the file's bytes and of the mapping.", max_length=64)),
                    ('file_name', models.CharField(max_length=200)),
                    ('status', models.CharField(choices=[('running', 'Running'), ('done', 'Done')], default='running', max_length=10)),
                    ('position', models.BigIntegerField(default=0, help_text='Lines of the file that are settled.')),
                    ('counts', models.JSONField(default=dict)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('started_at', models.DateTimeField(auto_now_add=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'brand', 'sha256'), name='one_run_per_file_mapping_and_brand')],
                },
            ), migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('advisor', 'Client advisor'), ('manager', 'Store manager'), ('hq', 'Headquarters'), ('privacy', 'Privacy officer'), ('admin', 'Administrator')], max_length=10)),
                    ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('country', models.CharField(blank=True, help_text='ISO 3166-1 alpha-2; empty: every country.', max_length=2)),
                    ('boutique', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='crm.boutique')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['advisor', 'manager']), _negated=True), ('boutique__isnull', False), _connector='OR'), name='advisors_and_managers_belong_to_a_boutique'), models.CheckConstraint(condition=models.Q(('boutique__isnull', True), ('brand__isnull', False), _connector='OR'), name='a_boutique_membership_names_its_brand'), models.UniqueConstraint(fields=('user', 'role', 'brand', 'country', 'boutique'), name='one_membership_per_user_role_and_place', nulls_distinct=False)],
                },
            ), migrations.CreateModel(
                name='MergeLog',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('keep', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='crm.client')),
                    ('duplicate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_by', to='crm.client')),
                    ('actor', models.ForeignKey(blank=True, help_text='Empty: by rule.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reason', models.CharField(max_length=200)),
                    ('choices', models.JSONField(default=dict, help_text='Field to "keep" or "duplicate", as they were chosen.')),
                    ('identifiers', models.JSONField(default=list, help_text="Ids of the survivor's own identifiers at that moment.")),
                    ('consents', models.JSONField(default=dict, help_text='What held for the survivor before, see consent.merging.')),
                    ('at', models.DateTimeField()),
                    ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('duplicate',), name='a_client_is_merged_into_one_other'), models.CheckConstraint(condition=models.Q(('keep', models.F('duplicate')), _negated=True), name='a_merge_has_two_clients')],
                },
            ), migrations.CreateModel(
                name='MergeChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='crm.mergelog')),
                    ('model', models.CharField(help_text='app.model', max_length=60)),
                    ('row', models.CharField(help_text='Its id.', max_length=40)),
                    ('field', models.CharField(max_length=60)),
                    ('before', models.JSONField(encoder=crm.models.merge.AsText, null=True)),
                    ('after', models.JSONField(encoder=crm.models.merge.AsText, null=True)),
                    ('is_amount', models.BooleanField(default=False)),
                ],
                options={
                    'indexes': [models.Index(fields=['model', 'row', 'field'], name='merge_change_by_value')],
                },
            ), migrations.CreateModel(
                name='MergeMove',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('log', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='crm.mergelog')),
                    ('model', models.CharField(help_text='app.model', max_length=60)),
                    ('rows', models.JSONField(encoder=crm.models.merge.AsText, help_text='Their ids.')),
                ],
            ), migrations.CreateModel(
                name='Purchase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='crm.brand')),
                    ('source', models.CharField(help_text='The system that wrote the receipt.', max_length=40)),
                    ('source_ref', models.CharField(help_text='Its number in that system.', max_length=80)),
                    ('kind', models.CharField(choices=[('sale', 'Sale'), ('return', 'Return')], default='sale', max_length=8)),
                    ('client', models.ForeignKey(blank=True, db_index=False, help_text='Empty: an anonymous sale.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='crm.client')),
                    ('boutique', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='crm.boutique')),
                    ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sales', to=settings.AUTH_USER_MODEL)),
                    ('occurred_at', models.DateTimeField()),
                    ('currency', models.CharField(max_length=3)),
                    ('total', models.DecimalField(decimal_places=2, max_digits=14)),
                    ('country', models.CharField(blank=True, help_text='As the source writes it.', max_length=60)),
                    ('order_ref', models.CharField(blank=True, db_default='', help_text="The number of the order, the same in every system of the brand. A return names its sale's.", max_length=80)),
                    ('evidence', models.CharField(choices=[('event', 'Event'), ('record', 'Record')], db_default='record', default='record', max_length=8)),
                    ('stated_at', models.DateTimeField(blank=True, help_text='Of the event whose content this is.', null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-occurred_at'], name='purchase_by_client'), models.Index(fields=['boutique', '-occurred_at'], name='purchase_by_boutique'), models.Index(fields=['occurred_at'], name='purchase_by_moment'), models.Index(condition=models.Q(('kind', 'return'), models.Q(('order_ref', ''), _negated=True)), fields=['brand', 'order_ref'], name='purchase_return_by_order'), django.contrib.postgres.indexes.BrinIndex(fields=['created_at'], name='purchase_by_arrival')],
                    'constraints': [models.UniqueConstraint(fields=('brand', 'source', 'source_ref'), name='one_purchase_per_brand_source_and_reference'), models.UniqueConstraint(condition=models.Q(('kind', 'sale'), models.Q(('order_ref', ''), _negated=True)), fields=('brand', 'order_ref'), name='one_sale_per_order_of_a_brand')],
                },
            ), migrations.CreateModel(
                name='PurchaseReference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purchase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='crm.purchase')),
                    ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('source', models.CharField(max_length=40)),
                    ('source_ref', models.CharField(max_length=80)),
                    ('told_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('brand', 'source', 'source_ref'), name='one_purchase_per_further_reference')],
                },
            ), migrations.CreateModel(
                name='Relation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='crm.client')),
                    ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='related_by', to='crm.client')),
                    ('name', models.CharField(blank=True, help_text='Where the other is no client, or not known as one.', max_length=120)),
                    ('kind', models.CharField(choices=[('household', 'Household'), ('spouse', 'Spouse'), ('partner', 'Partner'), ('child', 'Child'), ('parent', 'Parent'), ('sibling', 'Brother or sister'), ('assistant', 'Assistant'), ('gift_giver', 'Gives gifts to'), ('friend', 'Friend')], max_length=12)),
                    ('note', models.CharField(blank=True, max_length=200)),
                    ('birth_date', models.DateField(blank=True, null=True)),
                    ('brand', models.ForeignKey(blank=True, help_text='The house that wrote it down; empty: the whole group.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('source', models.CharField(blank=True, max_length=60)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('other__isnull', False), models.Q(('name', ''), _negated=True), _connector='OR'), name='a_relation_names_a_client_or_a_person'), models.CheckConstraint(condition=models.Q(('other', None), models.Q(('other', models.F('client')), _negated=True), _connector='OR'), name='nobody_is_related_to_themselves'), models.UniqueConstraint(fields=('client', 'other', 'kind'), name='one_relation_per_two_clients_and_kind'), models.UniqueConstraint(condition=models.Q(('other', None)), fields=('client', 'name', 'kind'), name='one_relation_per_name_and_kind')],
                },
            ), migrations.CreateModel(
                name='Relationship',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='crm.client')),
                    ('brand', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='crm.brand')),
                    ('boutique', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.boutique')),
                    ('country', models.CharField(blank=True, help_text="The boutique's country; online, the client's own.", max_length=2)),
                    ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='book', to=settings.AUTH_USER_MODEL)),
                    ('tier', models.CharField(blank=True, max_length=20)),
                    ('since', models.DateTimeField()),
                    ('words', django.contrib.postgres.search.SearchVectorField(blank=True, editable=False, help_text="The words of the client's name, each behind the boutique's number. Kept by the database.", null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['boutique', 'client'], name='relationship_by_boutique'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='relationship_by_word'), models.Index(fields=['brand', 'country', 'client'], name='relationship_by_brand'), models.Index(fields=['brand', 'since'], name='relationship_by_beginning')],
                    'constraints': [models.UniqueConstraint(fields=('client', 'brand', 'boutique'), name='one_relationship_per_client_and_place', nulls_distinct=False)],
                },
            ), migrations.CreateModel(
                name='SavedMapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_mappings', to='crm.brand')),
                    ('kind', models.CharField(max_length=20)),
                    ('name', models.CharField(max_length=60)),
                    ('content', models.JSONField(help_text='As a mapping file in TOML has it.')),
                    ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('saved_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('brand', 'kind', 'name'), name='one_mapping_per_brand_kind_and_name')],
                },
            ), migrations.CreateModel(
                name='Score',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='crm.client')),
                    ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('model', models.CharField(max_length=40)),
                    ('version', models.CharField(max_length=40)),
                    ('value', models.FloatField()),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('at', models.DateTimeField()),
                    ('machine_value', models.FloatField(blank=True, null=True)),
                    ('review', models.CharField(blank=True, choices=[('confirmed', 'Confirmed by a person'), ('overridden', 'Decided otherwise by a person')], db_default='', default='', max_length=10)),
                    ('review_reason', models.CharField(blank=True, db_default='', default='', max_length=500)),
                    ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('client', 'brand', 'model'), name='one_score_per_client_brand_and_model', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('review', ''), ('review_reason', ''), ('reviewed_at', None)), models.Q(models.Q(('review', ''), _negated=True), models.Q(('review_reason', ''), _negated=True), ('reviewed_at__isnull', False)), _connector='OR'), name='a_reviewed_score_says_why_and_when'), models.CheckConstraint(condition=models.Q(models.Q(('machine_value__isnull', False), ('review', 'overridden')), models.Q(models.Q(('review', 'overridden'), _negated=True), ('machine_value', None)), _connector='OR'), name='a_score_decided_otherwise_keeps_what_the_model_said')],
                },
            ), migrations.CreateModel(
                name='SegmentVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='crm.segment')),
                    ('number', models.PositiveIntegerField()),
                    ('definition', models.JSONField(help_text='As crm.segments.definition reads it.')),
                    ('sha256', models.CharField(max_length=64)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('segment', 'number'), name='one_version_per_segment_and_number')],
                },
            ), migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='crm.brand')),
                    ('kind', models.CharField(max_length=20)),
                    ('file_name', models.CharField(max_length=200)),
                    ('stored_as', models.CharField(help_text='Name in the folder of uploads.', max_length=60, unique=True)),
                    ('size', models.BigIntegerField(help_text='Bytes.')),
                    ('mapping', models.JSONField(default=dict, help_text='As a mapping file in TOML has it.')),
                    ('status', models.CharField(choices=[('mapping', 'Columns to be confirmed'), ('checking', 'Being checked'), ('checked', 'Checked'), ('importing', 'Being imported'), ('paused', 'Paused'), ('done', 'Imported'), ('failed', 'Stopped')], default='mapping', max_length=10)),
                    ('due_at', models.DateTimeField(blank=True, null=True)),
                    ('is_pausing', models.BooleanField(default=False, help_text='Stops after the lines that are being settled.')),
                    ('rows', models.BigIntegerField(default=0, help_text='Lines read in the present work.')),
                    ('bytes_read', models.BigIntegerField(default=0)),
                    ('foretold', models.JSONField(default=dict, help_text='What the dry run found.')),
                    ('result', models.JSONField(default=dict, help_text='What the import came to.')),
                    ('error_code', models.CharField(blank=True, max_length=40)),
                    ('error', models.TextField(blank=True)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('worked_at', models.DateTimeField(blank=True, help_text='When the present work began.', null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('erased_at', models.DateTimeField(blank=True, help_text='When the file itself was deleted.', null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='upload_due'), models.Index(fields=['brand', '-created_at'], name='upload_by_brand'), models.Index(condition=models.Q(('erased_at', None)), fields=['created_at'], name='upload_kept')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('status__in', ['checking', 'importing'])), models.Q(models.Q(('status__in', ['checking', 'importing']), _negated=True), ('due_at', None)), _connector='OR'), name='an_upload_is_due_exactly_while_there_is_work'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='an_upload_is_not_empty')],
                },
            ), migrations.CreateModel(
                name='Variant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='variants', to='crm.product')),
                    ('sku', models.CharField(max_length=60, unique=True)),
                    ('label', models.CharField(blank=True, help_text='Size or other choice; empty when there is none.', max_length=60)),
                    ('barcode', models.CharField(blank=True, max_length=20)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                ],
            ), migrations.CreateModel(
                name='CartItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cart', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('sku', models.CharField(max_length=60)),
                    ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.variant')),
                    ('quantity', models.IntegerField(default=1)),
                    ('source', models.CharField(blank=True, max_length=60)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['changed_at'], name='cart_item_by_moment')],
                    'constraints': [models.UniqueConstraint(fields=('client', 'brand', 'sku'), name='one_cart_item_per_client_brand_and_sku'), models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='a_cart_never_holds_less_than_none')],
                },
            ), migrations.CreateModel(
                name='Price',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='crm.variant')),
                    ('currency', models.CharField(max_length=3)),
                    ('country', models.CharField(blank=True, help_text='Empty: wherever this currency is used.', max_length=2)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('variant', 'currency', 'country'), name='one_price_per_variant_currency_and_country'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='a_price_is_never_negative')],
                },
            ), migrations.CreateModel(
                name='PurchaseLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purchase', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='crm.purchase')),
                    ('number', models.PositiveIntegerField(help_text='Position on the receipt, from 1.')),
                    ('sku', models.CharField(max_length=60)),
                    ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchase_lines', to='crm.variant')),
                    ('description', models.CharField(blank=True, max_length=200)),
                    ('quantity', models.IntegerField()),
                    ('unit_price', models.DecimalField(decimal_places=3, max_digits=12)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('purchase', 'number'), name='one_line_per_position_on_a_receipt'), models.CheckConstraint(condition=models.Q(('quantity', 0), _negated=True), name='a_line_has_a_quantity')],
                },
            ), migrations.CreateModel(
                name='Stock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('variant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stock', to='crm.variant')),
                    ('boutique', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stock', to='crm.boutique')),
                    ('quantity', models.IntegerField(default=0)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'verbose_name_plural': 'stock',
                    'constraints': [models.UniqueConstraint(fields=('variant', 'boutique'), name='one_stock_figure_per_variant_and_place'), models.CheckConstraint(condition=models.Q(('quantity__gte', 0)), name='stock_is_never_negative')],
                },
            ), migrations.CreateModel(
                name='StockAlert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stock_alerts', to='crm.client')),
                    ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alerts', to='crm.variant')),
                    ('channel', models.CharField(default='email', max_length=20)),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                    ('language', models.CharField(default='en', max_length=12)),
                    ('status', models.CharField(choices=[('waiting', 'Waiting'), ('ended', 'Ended')], default='waiting', max_length=10)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('client', 'variant', 'channel'), name='one_waiting_alert_per_client_variant_and_channel')],
                },
            ), migrations.CreateModel(
                name='Wish',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('sku', models.CharField(max_length=60)),
                    ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='crm.variant')),
                    ('source', models.CharField(blank=True, max_length=60)),
                    ('added_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name_plural': 'wishes',
                    'indexes': [models.Index(fields=['added_at'], name='wish_by_moment')],
                    'constraints': [models.UniqueConstraint(fields=('client', 'brand', 'sku'), name='one_wish_per_client_brand_and_sku'), models.CheckConstraint(condition=models.Q(('removed_at', None), ('removed_at__gte', models.F('added_at')), _connector='OR'), name='a_wish_ends_after_it_began')],
                },
            )],
        ),
        migrations.AddField(
            model_name='segment',
            name='version',
            field=models.ForeignKey(blank=True, help_text='In use now.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.segmentversion'),
        ),
        migrations.AddField(
            model_name='segment',
            name='counted_version',
            field=models.ForeignKey(blank=True, help_text='The version by which everybody was last asked.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.segmentversion'),
        ),
        migrations.AddConstraint(
            model_name='segment',
            constraint=models.UniqueConstraint(fields=('brand', 'code'), name='one_segment_code_per_brand'),
        ),
        migrations.AddConstraint(
            model_name='segment',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'computed'), ('version', None), _connector='OR'), name='a_static_segment_has_no_definition'),
        ),
    ]
