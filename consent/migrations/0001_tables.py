"""What clients allow, and what is done about it."""

import clienteling.lib.tables
import consent.models.data_export
import consent.models.handed_in
import consent.models.request
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('consent', '0001_initial'), ('consent', '0002_initial'), ('consent', '0005_access_entries_in_the_plural'), ('consent', '0006_decision_by_expiry'), ('consent', '0007_double_opt_in'), ('consent', '0008_access_by_moment'), ('consent', '0009_pause_and_frequency'), ('consent', '0010_refusals_by_address'), ('consent', '0011_requests'), ('consent', '0013_exports'), ('consent', '0014_data_exports'), ('consent', '0016_retention'), ('consent', '0017_erasures'), ('consent', '0019_protection'), ('consent', '0020_preferred_channel'), ('consent', '0022_corrections'), ('consent', '0024_residency'), ('consent', '0026_wechat'), ('consent', '0028_buyers_who_fall_silent'), ('consent', '0029_current_by_contact'), ('consent', '0030_purposes_in_the_words_of_clients'), ('consent', '0032_last_touches'), ('consent', '0033_storages_of_exports'), ('consent', '0034_handed_in'), ('consent', '0035_warnings_of_handed_in')]

    dependencies = [
        ('crm', '0001_tables'),
    ]

    operations = [
        clienteling.lib.tables.CreateTables(
            operations=[migrations.CreateModel(
                name='AccessAlert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=120, unique=True)),
                    ('code', models.CharField(choices=[('opened', 'Protected client opened'), ('protected', 'Protected clients'), ('many_profiles', 'Many clients'), ('at_night', 'At night'), ('same_name', 'Own name')], max_length=16)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.client')),
                    ('at', models.DateTimeField(help_text='When it happened; of a whole day, its beginning.')),
                    ('words', models.CharField(help_text='What was counted or said; no name of a client.', max_length=200)),
                    ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('asked_at', models.DateTimeField(blank=True, null=True)),
                    ('explained_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('explained_at', models.DateTimeField(blank=True, null=True)),
                    ('explanation', models.CharField(blank=True, max_length=500)),
                    ('mail_due_at', models.DateTimeField(blank=True, null=True)),
                    ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('explained_at', None)), fields=['-at', '-id'], name='alert_open'), models.Index(condition=models.Q(('mailed_at', None)), fields=['mail_due_at'], name='alert_to_mail')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('asked_by', None)), models.Q(('asked_at__isnull', False), ('asked_by__isnull', False)), _connector='OR'), name='an_alert_asked_about_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('explained_at', None), ('explained_by', None)), models.Q(('explained_at__isnull', False), ('explained_by__isnull', False)), _connector='OR'), name='an_explained_alert_says_by_whom')],
                },
            ), migrations.CreateModel(
                name='AccessEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(auto_now_add=True)),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_entries', to=settings.AUTH_USER_MODEL)),
                    ('api_key', models.CharField(blank=True, help_text='Prefix of the API key, when a machine looked.', max_length=20)),
                    ('client', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='access_entries', to='crm.client')),
                    ('action', models.CharField(choices=[('viewed', 'Viewed'), ('searched', 'Searched'), ('checked_in', 'Checked In'), ('exported', 'Exported'), ('changed', 'Changed'), ('api_read', 'Api Read'), ('opened', 'Opened')], max_length=12)),
                    ('fields', models.JSONField(default=list, help_text='Groups of fields shown.')),
                    ('why', models.CharField(blank=True, help_text='visit, task, search, ...', max_length=60)),
                    ('request_id', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'verbose_name_plural': 'access entries',
                    'indexes': [models.Index(fields=['client', '-at'], name='access_by_client'), models.Index(fields=['user', '-at'], name='access_by_user'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='access_by_moment')],
                },
            ), migrations.CreateModel(
                name='ContactPreference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_preferences', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('paused_until', models.DateTimeField(blank=True, null=True)),
                    ('at_most', models.PositiveSmallIntegerField(blank=True, help_text='Messages in thirty days; empty: as many as the house allows itself.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)])),
                    ('preferred_channel', models.CharField(blank=True, help_text='Where they would rather be reached; empty: no wish.', max_length=20)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('client', 'brand'), name='one_contact_preference_per_client_and_brand'), models.CheckConstraint(condition=models.Q(('at_most__isnull', True), ('at_most__range', (1, 30)), _connector='OR'), name='a_client_asks_for_at_least_one_message')],
                },
            ), migrations.CreateModel(
                name='ErasedIdentifier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('namespace', models.CharField(help_text='An identity namespace, or uid: the public id.', max_length=40)),
                    ('value_hash', models.CharField(help_text='HMAC-SHA-256 of the normalised value.', max_length=64)),
                    ('erased_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('namespace', 'value_hash'), name='an_identifier_is_remembered_once')],
                },
            ), migrations.CreateModel(
                name='Erasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='crm.client')),
                    ('client_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='Every record of the person.', size=None)),
                    ('reason', models.CharField(help_text='Why, in a word of the house: asked, silent, ...', max_length=120)),
                    ('request', models.CharField(blank=True, help_text="Reference of the person's request.", max_length=20)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('state', models.CharField(choices=[('erasing', 'Being erased'), ('watching', 'Erased; looked through once more'), ('finished', 'Finished')], default='erasing', max_length=8)),
                    ('counts', models.JSONField(blank=True, default=dict, help_text='Step to how many rows or files went.')),
                    ('traces', models.JSONField(blank=True, default=dict, help_text='What names the person elsewhere; emptied when finished.')),
                    ('waits_for', models.CharField(blank=True, help_text='What keeps it from being finished.', max_length=120)),
                    ('erased_at', models.DateTimeField(help_text="Since when the person is nobody's client.")),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('due_at', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'finished'), _negated=True), fields=['due_at'], name='erasure_due'), models.Index(fields=['-erased_at'], name='erasure_by_moment')],
                    'constraints': [models.UniqueConstraint(fields=('client',), name='a_record_is_erased_once'), models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', False), ('state', 'finished'), ('traces', {})), models.Q(models.Q(('state', 'finished'), _negated=True), ('finished_at', None)), _connector='OR'), name='a_finished_erasure_keeps_no_traces')],
                },
            ), migrations.CreateModel(
                name='Export',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('what', models.CharField(help_text='Such as: segment french.', max_length=80)),
                    ('rows', models.PositiveIntegerField()),
                    ('is_refused', models.BooleanField(default=False, help_text='It would have gone over what one person takes in a day.')),
                    ('seen_at', models.DateTimeField(blank=True, null=True)),
                    ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['user', '-at'], name='export_by_user'), models.Index(condition=models.Q(('is_refused', True), ('seen_at', None)), fields=['user'], name='export_to_look_into')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='an_export_is_seen_by_somebody'), models.CheckConstraint(condition=models.Q(('is_refused', True), ('seen_at', None), _connector='OR'), name='only_a_refused_export_is_looked_into')],
                },
            ), migrations.CreateModel(
                name='JournalFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True)),
                    ('entries', models.PositiveIntegerField()),
                    ('made_at', models.DateTimeField()),
                    ('written_at', models.DateTimeField(blank=True, null=True)),
                    ('is_replayed', models.BooleanField(default=False, help_text='Found in the folder and carried out by a replay.')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('written_at', None)), fields=['made_at'], name='journal_file_unwritten')],
                },
            ), migrations.CreateModel(
                name='JournalEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('decision', 'A refusal or withdrawal'), ('suppression', 'An address that must not be written to'), ('erasure', 'An erasure'), ('restriction', 'A restriction, or its end'), ('preference', 'A pause or fewer messages, or their end'), ('residence', 'Where a client lives by law'), ('protection', 'A mark of protection'), ('hold', 'A hold against forgetting'), ('address', "An address that is a client's no longer"), ('cut', 'A cut of one record in two'), ('kill_switch', 'A stop of every message, or its end')], max_length=12)),
                    ('row', models.BigIntegerField(help_text="Its id in its own table; of a residence the client's.")),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='consent.journalfile')),
                ],
                options={
                    'verbose_name_plural': 'journal entries',
                    'indexes': [models.Index(condition=models.Q(('file', None)), fields=['id'], name='journal_entry_unfiled'), models.Index(fields=['kind', 'row'], name='journal_entry_by_row')],
                },
            ), migrations.CreateModel(
                name='LastTouch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='last_touch', to='crm.client')),
                    ('at', models.DateTimeField()),
                ],
            ), migrations.CreateModel(
                name='Processor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('email', 'E-mail'), ('sms', 'SMS'), ('whatsapp', 'WhatsApp'), ('wechat', 'WeChat'), ('line', 'LINE'), ('push', 'Push'), ('uploads', 'Uploaded files'), ('exports', 'Exports'), ('backups', 'Backups')], max_length=10)),
                    ('code', models.SlugField(help_text='Of CLIENTELING_MAIL_SERVERS or _EXPORT_FOLDERS.', max_length=40, unique=True)),
                    ('name', models.CharField(max_length=80)),
                    ('region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], max_length=5)),
                    ('brand', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('is_active', models.BooleanField(default=True)),
                ],
            ), migrations.CreateModel(
                name='Protection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protections', to='crm.client')),
                    ('kind', models.CharField(choices=[('famous', 'Known to the public'), ('at_risk', 'In danger if found'), ('colleague', 'Works for the group'), ('asked', 'Asked for it')], max_length=10)),
                    ('because', models.CharField(help_text="In words, without the client's name.", max_length=200)),
                    ('marked_by', models.ForeignKey(help_text='Empty: replayed from the journal.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('marked_at', models.DateTimeField()),
                    ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                    ('lifted_because', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('client',), name='one_live_protection_per_client'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='a_lifted_protection_says_by_whom')],
                },
            ), migrations.CreateModel(
                name='Opening',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('protection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='consent.protection')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('visit', 'The client is here, or comes'), ('asked', 'The client asked for something'), ('care', 'A repair or an order'), ('data', 'The record itself is wrong'), ('urgent', 'An emergency')], max_length=10)),
                    ('because', models.CharField(max_length=200)),
                    ('opened_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['user', 'protection', 'until'], name='opening_by_user')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('opened_at'))), name='an_opening_ends_after_it_begins')],
                },
            ), migrations.CreateModel(
                name='Purpose',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=60, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('names', models.JSONField(blank=True, db_default={}, default=dict, help_text='What clients read, by language: {"fr": "...", "zh-hans": "..."}.')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='consent.purpose')),
                    ('lawful_basis', models.CharField(choices=[('consent', 'Consent, Art. 6(1)(a)'), ('contract', 'Contract, Art. 6(1)(b)'), ('legal_obligation', 'Legal obligation, Art. 6(1)(c)'), ('vital_interests', 'Vital interests, Art. 6(1)(d)'), ('public_task', 'Public task, Art. 6(1)(e)'), ('legitimate_interests', 'Legitimate interests, Art. 6(1)(f)')], max_length=24)),
                    ('channels', models.JSONField(blank=True, default=list, help_text='Channel codes this purpose may use.')),
                    ('needs_confirmation', models.BooleanField(default=False, help_text='A yes typed into a form holds once the link sent to the address was followed (double opt-in).')),
                ],
            ), migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='consent.purpose')),
                    ('version', models.PositiveIntegerField()),
                    ('language', models.CharField(max_length=12)),
                    ('text', models.TextField()),
                    ('sha256', models.CharField(editable=False, max_length=64)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('purpose', 'version', 'language'), name='one_text_per_purpose_version_and_language')],
                },
            ), migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='consent.purpose')),
                    ('channel', models.CharField(max_length=20)),
                    ('contact_hash', models.CharField(help_text='HMAC-SHA-256 of the normalised contact point.', max_length=64)),
                    ('status', models.CharField(choices=[('given', 'Given'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired'), ('pending', 'Waiting for double opt-in')], max_length=12)),
                    ('method', models.CharField(choices=[('web_form', 'Web Form'), ('boutique_tablet', 'Boutique Tablet'), ('app', 'App'), ('import', 'Import'), ('one_click', 'One Click'), ('gpc', 'Global Privacy Control'), ('api', 'Api'), ('staff', 'Staff')], max_length=20)),
                    ('origin', models.CharField(blank=True, help_text='Path, file or device where it was taken.', max_length=200)),
                    ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.notice')),
                    ('language', models.CharField(blank=True, max_length=12)),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('captured_at', models.DateTimeField()),
                    ('valid_to', models.DateTimeField(blank=True, null=True)),
                    ('confirms', models.OneToOneField(blank=True, help_text='The pending yes that this one confirms: a link confirms once.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirmed_by', to='consent.decision')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-captured_at'], name='decision_by_client'), models.Index(condition=models.Q(('status', 'pending')), fields=['recorded_at'], name='decision_pending'), models.Index(condition=models.Q(('status__in', ['refused', 'withdrawn'])), fields=['contact_hash'], name='decision_against_contact'), models.Index(condition=models.Q(('valid_to__isnull', False)), fields=['valid_to'], name='decision_by_expiry')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'given'), _negated=True), models.Q(('method', 'staff'), _negated=True), ('confirms__isnull', False), _connector='OR'), name='a_yes_of_staff_was_confirmed_by_the_client')],
                },
            ), migrations.CreateModel(
                name='CurrentDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='current_decisions', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.purpose')),
                    ('channel', models.CharField(max_length=20)),
                    ('contact_hash', models.CharField(max_length=64)),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.decision')),
                ],
                options={
                    'indexes': [models.Index(fields=['contact_hash'], name='current_by_contact')],
                    'constraints': [models.UniqueConstraint(fields=('client', 'contact_hash', 'purpose', 'channel', 'brand'), name='one_current_decision_per_contact_point_purpose_and_brand')],
                },
            ), migrations.CreateModel(
                name='Residence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='residence', to='crm.client')),
                    ('region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], max_length=5)),
                    ('because', models.CharField(max_length=200)),
                    ('set_by', models.ForeignKey(help_text='Empty: replayed from the journal.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('set_at', models.DateTimeField()),
                ],
            ), migrations.CreateModel(
                name='Restriction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='crm.client')),
                    ('reason', models.CharField(max_length=200)),
                    ('request', models.CharField(blank=True, help_text="Reference of the person's request.", max_length=20)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('since', models.DateTimeField()),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                    ('lifted_because', models.CharField(blank=True, max_length=200)),
                    ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('client',), name='one_live_restriction_per_client'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_because', '')), models.Q(('lifted_at__isnull', False), models.Q(('lifted_because', ''), _negated=True)), _connector='OR'), name='a_lifted_restriction_says_why')],
                },
            ), migrations.CreateModel(
                name='RetentionBatch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('prospects', 'Prospects'), ('buyers', 'Clients who bought')], default='prospects', max_length=9)),
                    ('happens_on', models.DateField()),
                    ('cutoff', models.DateTimeField(help_text='Whoever was in touch since then stays; of buyers, by the shortest of the rules.')),
                    ('looked_to', models.BigIntegerField(default=0, help_text='Clients up to this id were asked.')),
                    ('announced_at', models.DateTimeField(blank=True, help_text='When the list was complete, and frozen.', null=True)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'retention batches',
                    'constraints': [models.UniqueConstraint(fields=('happens_on', 'kind'), name='one_retention_batch_per_day_and_kind'), models.CheckConstraint(condition=models.Q(('started_at', None), models.Q(('announced_at__isnull', False), ('started_at__gte', django.db.models.expressions.CombinedExpression(models.F('announced_at'), '+', models.Value(datetime.timedelta(days=28))))), _connector='OR'), name='nobody_is_forgotten_without_notice'), models.CheckConstraint(condition=models.Q(('done_at', None), ('started_at__isnull', False), _connector='OR'), name='a_batch_is_done_after_it_began')],
                },
            ), migrations.CreateModel(
                name='RetentionCandidate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='consent.retentionbatch')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.client')),
                    ('outcome', models.CharField(choices=[('waiting', 'To be anonymised'), ('anonymised', 'Anonymised'), ('in_touch', 'Was in touch since, or the rule is longer now'), ('held', 'Kept by a hold or a restriction'), ('gone', 'Merged or erased since')], default='waiting', max_length=10)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('outcome', 'waiting')), fields=['batch', 'id'], name='candidate_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('batch', 'client'), name='a_prospect_is_in_a_batch_once')],
                },
            ), migrations.CreateModel(
                name='RetentionHold',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retention_holds', to='crm.client')),
                    ('reason', models.CharField(max_length=200)),
                    ('placed_by', models.ForeignKey(help_text='Empty: replayed from the journal.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('placed_at', models.DateTimeField()),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                    ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('client',), name='one_live_hold_per_client'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='a_lifted_hold_says_by_whom'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_hold_says_why')],
                },
            ), migrations.CreateModel(
                name='RetentionRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.CharField(choices=[('relationship', 'Relationship'), ('buyer', 'Buyer'), ('behaviour', 'Behaviour'), ('message', 'Message'), ('invoice', 'Invoice'), ('evidence', 'Evidence'), ('security', 'Security'), ('short', 'Short')], max_length=20)),
                    ('brand', models.ForeignKey(blank=True, help_text='Of those who bought of this house; empty: of any.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('region', models.CharField(blank=True, choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], help_text='Of those who live there; empty: anywhere.', max_length=5)),
                    ('days', models.PositiveIntegerField()),
                    ('because', models.CharField(help_text='On whose word; shown to the privacy officer.', max_length=200)),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('category', 'relationship'), ('days__range', (365, 1825))), models.Q(('category', 'buyer'), ('days__range', (1095, 7300))), models.Q(('category', 'behaviour'), ('days__range', (30, 1095))), models.Q(('category', 'message'), ('days__range', (90, 1825))), models.Q(('category', 'invoice'), ('days__range', (2190, 4380))), models.Q(('category', 'evidence'), ('days__range', (1095, 3650))), models.Q(('category', 'security'), ('days__range', (365, 1825))), models.Q(('category', 'short'), ('days__range', (30, 180))), _connector='OR'), name='a_retention_is_within_its_bounds'), models.UniqueConstraint(fields=('category', 'brand', 'region'), name='one_retention_rule_per_category_house_and_region', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('category', 'buyer'), models.Q(('brand', None), ('region', '')), _connector='OR'), name='only_buyers_are_kept_by_house_and_region')],
                },
            ), migrations.CreateModel(
                name='RetentionRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('table', models.CharField(help_text='app.Model', max_length=60)),
                    ('day', models.DateField()),
                    ('category', models.CharField(choices=[('relationship', 'Relationship'), ('buyer', 'Buyer'), ('behaviour', 'Behaviour'), ('message', 'Message'), ('invoice', 'Invoice'), ('evidence', 'Evidence'), ('security', 'Security'), ('short', 'Short')], max_length=20)),
                    ('cutoff', models.DateTimeField(help_text='What is older goes.')),
                    ('position', models.BigIntegerField(default=0, help_text='Rows up to this id are settled.')),
                    ('rows', models.PositiveBigIntegerField(default=0, help_text='That went, or were emptied.')),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('started_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['-day', 'table'], name='retention_run_by_day')],
                    'constraints': [models.UniqueConstraint(fields=('table', 'day'), name='one_retention_run_per_table_and_day'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('lease_until', None), _connector='OR'), name='a_finished_run_holds_no_lease')],
                },
            ), migrations.CreateModel(
                name='SensitiveWithdrawal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sensitive_withdrawals', to='crm.client')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('decision_id', models.BigIntegerField(help_text='The refusal or withdrawal, in the ledger.')),
                    ('counts', models.JSONField(blank=True, default=dict, help_text='Table to how many rows went or were emptied.')),
                    ('due_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['due_at'], name='sensitive_withdrawal_due')],
                    'constraints': [models.UniqueConstraint(fields=('decision_id',), name='a_withdrawal_of_sensitive_data_is_carried_out_once')],
                },
            ), migrations.CreateModel(
                name='SubjectRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(default=consent.models.request.new_reference, editable=False, max_length=12, unique=True)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subject_requests', to='crm.client')),
                    ('brand', models.ForeignKey(blank=True, help_text='Asked; empty: all.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('kind', models.CharField(choices=[('access', 'Access (Art. 15)'), ('rectification', 'Rectification (Art. 16)'), ('erasure', 'Erasure (Art. 17)'), ('restriction', 'Restriction (Art. 18)'), ('portability', 'Portability (Art. 20)'), ('objection_marketing', 'Objection to marketing (Art. 21)'), ('objection_profiling', 'Objection to profiling (Art. 21)'), ('human_review', 'Review of a score by a person (Art. 22)')], max_length=20)),
                    ('intake', models.CharField(choices=[('client_page', "The client's own page"), ('api', "The house's website or app"), ('advisor', 'An advisor'), ('officer', 'The privacy officer')], max_length=12)),
                    ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('detail', models.CharField(blank=True, help_text="In the client's words: what is wrong.", max_length=1000)),
                    ('state', models.CharField(choices=[('unconfirmed', 'Identity to be confirmed'), ('open', 'To be carried out'), ('working', 'Being carried out'), ('done', 'Done'), ('refused', 'Refused'), ('withdrawn', 'Taken back')], max_length=12)),
                    ('identity_by', models.CharField(blank=True, choices=[('code', 'A code sent to a known address'), ('link', "The client's own link or log-in"), ('in_person', 'In person, by a document'), ('not_needed', 'Not needed: it takes nothing from anybody')], max_length=12)),
                    ('received_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField(help_text='A month after it was received, or later once extended.')),
                    ('extended_because', models.CharField(blank=True, max_length=500)),
                    ('alerts', models.PositiveSmallIntegerField(default=0, help_text='How many of the warnings before the end went out.')),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('answer_words', models.CharField(blank=True, help_text='What the client is told, once it is done.', max_length=1000)),
                    ('refusal', models.CharField(blank=True, choices=[('identity', 'Who asks could not be confirmed (Art. 12(2))'), ('unfounded', 'Manifestly unfounded (Art. 12(5))'), ('excessive', 'Excessive, in particular repetitive (Art. 12(5))'), ('law', 'The law wants the data kept (Art. 17(3))'), ('others', 'The rights of others (Art. 15(4), 20(4))'), ('nothing', 'Nothing is held that this could apply to')], max_length=12)),
                    ('refusal_words', models.CharField(blank=True, help_text='What the client is told.', max_length=1000)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['due_at', 'id'], name='request_not_closed'), models.Index(condition=models.Q(('closed_at', None), _negated=True), fields=['-closed_at', '-id'], name='request_closed')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None), models.Q(('kind__in', ['rectification', 'human_review']), _negated=True)), fields=('client', 'kind'), name='one_live_request_per_client_and_right'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('received_at'))), name='a_request_is_due_after_it_came'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ['unconfirmed', 'open', 'working'])), models.Q(('closed_at__isnull', False), ('state__in', ['done', 'refused', 'withdrawn'])), _connector='OR'), name='a_closed_request_says_when'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('refusal', ''), _connector='XOR'), name='a_refused_request_says_why_and_no_other'), models.CheckConstraint(condition=models.Q(('state__in', ['unconfirmed', 'refused', 'withdrawn']), models.Q(('identity_by', ''), _negated=True), _connector='OR'), name='nothing_is_carried_out_for_an_unknown_person')],
                },
            ), migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='consent.subjectrequest')),
                    ('field', models.CharField(max_length=40)),
                    ('before', models.CharField(blank=True, max_length=254)),
                    ('after', models.CharField(blank=True, max_length=254)),
                    ('at', models.DateTimeField()),
                    ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='a_correction_changes_something')],
                },
            ), migrations.CreateModel(
                name='DataExport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='consent.subjectrequest')),
                    ('state', models.CharField(choices=[('due', 'Waiting'), ('working', 'Being made'), ('ready', 'Ready'), ('failed', 'Could not be made'), ('deleted', 'Deleted')], default='due', max_length=8)),
                    ('storage', models.CharField(default='exports', help_text='The code of the storage where it lies.', max_length=40)),
                    ('stored_as', models.CharField(default=consent.models.data_export.new_file_name, max_length=40, unique=True)),
                    ('tables_done', models.PositiveSmallIntegerField(default=0)),
                    ('tables_total', models.PositiveSmallIntegerField(default=0)),
                    ('rows', models.BigIntegerField(default=0)),
                    ('size', models.BigIntegerField(default=0, help_text='Bytes.')),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('asked_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('ready_at', models.DateTimeField(blank=True, null=True)),
                    ('expires_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='export_due'), models.Index(condition=models.Q(('state', 'ready')), fields=['expires_at'], name='export_to_delete')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['due', 'working', 'ready'])), fields=('request',), name='one_export_of_a_request'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state__in', ['due', 'working'])), models.Q(('due_at', None), ('state__in', ['ready', 'failed', 'deleted'])), _connector='OR'), name='an_export_is_due_exactly_while_there_is_work'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('expires_at__isnull', False), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='a_ready_export_has_an_end_and_a_digest')],
                },
            ), migrations.CreateModel(
                name='HandedIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=consent.models.handed_in.new_handed_in_id, editable=False, max_length=12, unique=True)),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('api_key', models.CharField(help_text='Prefix of the key that handed it in.', max_length=12)),
                    ('idempotency_key', models.CharField(max_length=64)),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('kind', models.CharField(choices=[('access', 'Access (Art. 15)'), ('rectification', 'Rectification (Art. 16)'), ('erasure', 'Erasure (Art. 17)'), ('restriction', 'Restriction (Art. 18)'), ('portability', 'Portability (Art. 20)'), ('objection_marketing', 'Objection to marketing (Art. 21)'), ('objection_profiling', 'Objection to profiling (Art. 21)'), ('human_review', 'Review of a score by a person (Art. 22)')], max_length=20)),
                    ('named_by', models.CharField(choices=[('uid', 'Unique id'), ('email', 'E-mail'), ('phone', 'Telephone')], max_length=5)),
                    ('sealed_name', models.CharField(blank=True, max_length=800)),
                    ('detail', models.CharField(blank=True, max_length=1000)),
                    ('language', models.CharField(max_length=12)),
                    ('received_at', models.DateTimeField(help_text='When the person asked; their month begins then.')),
                    ('due_at', models.DateTimeField()),
                    ('created_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('waiting', 'To be looked up'), ('taken', "A client's request"), ('unknown', 'Nobody of that name'), ('closed', 'Closed: nobody of that name')], default='waiting', max_length=7)),
                    ('alerts', models.PositiveSmallIntegerField(default=0, help_text='How many of the warnings before the end went out.')),
                    ('look_at', models.DateTimeField(blank=True, help_text='When it is looked up, or tried again.', null=True)),
                    ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='handed_in', to='consent.subjectrequest')),
                    ('is_first', models.BooleanField(default=False, help_text='It opened the request; else one was open already.')),
                    ('settled_at', models.DateTimeField(blank=True, null=True)),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name_plural': 'handed in',
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['look_at'], name='handed_in_to_look_up'), models.Index(condition=models.Q(('state', 'unknown')), fields=['due_at', 'id'], name='handed_in_unknown'), models.Index(fields=['brand', 'id'], name='handed_in_by_brand')],
                    'constraints': [models.UniqueConstraint(fields=('brand', 'idempotency_key'), name='a_request_is_handed_in_once_per_key'), models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('received_at'))), name='what_is_handed_in_is_due_after_it_came'), models.CheckConstraint(condition=models.Q(models.Q(('look_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('look_at', None)), _connector='OR'), name='what_is_handed_in_is_looked_up_exactly_while_it_waits'), models.CheckConstraint(condition=models.Q(models.Q(('request__isnull', False), ('state', 'taken')), models.Q(models.Q(('state', 'taken'), _negated=True), ('request', None)), _connector='OR'), name='what_was_taken_has_its_request_and_no_other'), models.CheckConstraint(condition=models.Q(models.Q(('detail', ''), ('sealed_name', ''), ('settled_at__isnull', False), ('state__in', ['taken', 'closed'])), models.Q(('settled_at', None), ('state__in', ['waiting', 'unknown'])), _connector='OR'), name='what_was_settled_names_nobody_any_more')],
                },
            ), migrations.CreateModel(
                name='IdentityChallenge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='challenges', to='consent.subjectrequest')),
                    ('channel', models.CharField(max_length=20)),
                    ('contact_hash', models.CharField(max_length=64)),
                    ('salt', models.CharField(default=consent.models.request.new_salt, max_length=32)),
                    ('asked_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['request', '-asked_at'], name='challenge_by_request'), models.Index(fields=['contact_hash', '-asked_at'], name='challenge_by_contact'), models.Index(fields=['expires_at'], name='challenge_by_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('tries__lte', 3)), name='a_code_is_tried_three_times_at_most'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('asked_at'))), name='a_code_ends_after_it_was_sent')],
                },
            ), migrations.CreateModel(
                name='RequestStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='consent.subjectrequest')),
                    ('at', models.DateTimeField()),
                    ('actor', models.ForeignKey(help_text='Empty: the client, or the program.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('what', models.CharField(choices=[('received', 'Received'), ('asked_again', 'Asked for again'), ('handed_in', 'Handed in by website or app'), ('code_sent', 'A code was sent to a known address'), ('code_wrong', 'A wrong code'), ('identity_confirmed', 'Identity confirmed'), ('extended', 'Extended by two months'), ('alerted', 'The officers were warned of the end'), ('begun', 'Begun'), ('corrected', 'Data corrected'), ('reviewed', 'A person looked at a score'), ('export_ready', 'The export is ready'), ('downloaded', 'The export was fetched'), ('failed', 'Could not be carried out; it will be tried again'), ('recipients_told', 'Recipients are told'), ('acknowledged', 'A recipient acknowledged'), ('done', 'Done'), ('refused', 'Refused'), ('withdrawn', 'Taken back'), ('unrestricted', 'The restriction ended')], max_length=20)),
                    ('figures', models.JSONField(default=dict, help_text='Counts and codes: no value, no name.')),
                ],
                options={
                    'indexes': [models.Index(fields=['request', 'id'], name='request_step_by_request'), models.Index(condition=models.Q(('what__in', ['done', 'refused', 'extended', 'unrestricted'])), fields=['at'], name='request_step_of_news')],
                },
            ), migrations.CreateModel(
                name='Suppression',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(max_length=20)),
                    ('contact_hash', models.CharField(max_length=64)),
                    ('brand', models.ForeignKey(blank=True, help_text='Empty: every brand.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('marketing_only', models.BooleanField(default=True, help_text='False: nothing at all may be sent (a dead address).')),
                    ('reason', models.CharField(choices=[('unsubscribed', 'Unsubscribed'), ('bounced', 'Bounced'), ('complained', 'Complained'), ('objected', 'Objection to marketing (GDPR Art. 21)'), ('erased', 'Erased')], max_length=20)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('channel', 'contact_hash', 'brand', 'reason'), name='one_live_suppression_per_contact_point_brand_and_reason', nulls_distinct=False)],
                },
            ), migrations.CreateModel(
                name='Transfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('is_allowed', models.BooleanField()),
                    ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.client')),
                    ('count', models.PositiveIntegerField(default=1, help_text='Of clients.')),
                    ('from_region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], max_length=5)),
                    ('to_region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], max_length=5)),
                    ('place', models.CharField(help_text='Such as: email default, destination 7, key ck_1, export.', max_length=80)),
                    ('purpose', models.CharField(max_length=60)),
                    ('ground', models.CharField(blank=True, max_length=10)),
                    ('reason', models.CharField(help_text='allowed, no_rule, no_consent.', max_length=20)),
                    ('decision_id', models.BigIntegerField(blank=True, help_text='The consent that it rests on.', null=True)),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('key', models.CharField(blank=True, max_length=120, null=True, unique=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('is_allowed', False)), fields=['-id'], name='transfer_refused')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_allowed', True), models.Q(('ground', ''), _negated=True)), models.Q(('ground', ''), ('is_allowed', False)), _connector='OR'), name='a_transfer_rests_on_a_ground'), models.CheckConstraint(condition=models.Q(('is_allowed', True), models.Q(('client__isnull', False), ('count', 1)), _connector='OR'), name='a_refused_transfer_names_whose')],
                },
            ), migrations.CreateModel(
                name='TransferRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], max_length=5)),
                    ('to_region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], max_length=5)),
                    ('ground', models.CharField(choices=[('adequacy', 'Adequacy decision (GDPR Art. 45 and its like)'), ('clauses', 'Standard contractual clauses (GDPR Art. 46(2)(c) and their like)'), ('consent', "The client's own consent (GDPR Art. 49(1)(a), APPI Art. 28)"), ('separate', 'Separate consent, beside a filed contract or an assessment (PIPL Art. 38, 39)'), ('free', 'The law of the region asks for nothing')], max_length=10)),
                    ('document', models.CharField(blank=True, help_text='Where the contract or the filing lies.', max_length=200)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('from_region', 'to_region'), name='one_transfer_rule_per_pair_of_regions'), models.CheckConstraint(condition=models.Q(('from_region', models.F('to_region')), _negated=True), name='within_a_region_is_no_transfer'), models.CheckConstraint(condition=models.Q(models.Q(('from_region', 'cn'), _negated=True), ('ground', 'separate'), _connector='OR'), name='china_is_left_with_separate_consent_only')],
                },
            ), migrations.CreateModel(
                name='WechatAccount',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('account', models.SlugField(help_text='The original id, such as gh_1a2b3c4d5e6f.', max_length=64, unique=True)),
                    ('token', models.CharField(help_text='Sealed; signs what WeChat sends.', max_length=255)),
                    ('is_active', models.BooleanField(default=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('brand',), name='one_active_wechat_account_per_brand')],
                },
            ), migrations.CreateModel(
                name='WechatContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='consent.wechataccount')),
                    ('contact_hash', models.CharField(help_text='HMAC-SHA-256 of the openid.', max_length=64)),
                    ('is_following', models.BooleanField(default=False)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('wrote_at', models.DateTimeField(blank=True, help_text='Opens the window of 48 hours.', null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'contact_hash'), name='one_wechat_contact_per_account')],
                },
            ), migrations.CreateModel(
                name='WechatSubscription',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='consent.wechatcontact')),
                    ('template', models.CharField(max_length=80)),
                    ('given', models.PositiveIntegerField(default=0)),
                    ('used', models.PositiveIntegerField(default=0)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('contact', 'template'), name='one_wechat_subscription_per_template'), models.CheckConstraint(condition=models.Q(('used__lte', models.F('given'))), name='no_wechat_template_beyond_what_was_given')],
                },
            )],
        ),
    ]
