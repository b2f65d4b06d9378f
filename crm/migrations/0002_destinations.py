"""Who is told of whom: destinations and audiences, which name purposes and requests."""

import clienteling.lib.tables
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('crm', '0016_audiences'), ('crm', '0025_recipient_notices'), ('crm', '0029_disclosures')]

    dependencies = [
        ('consent', '0001_tables'),
        ('crm', '0001_tables'),
    ]

    operations = [
        clienteling.lib.tables.CreateTables(
            operations=[migrations.CreateModel(
                name='Destination',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='destinations', to='crm.brand')),
                    ('name', models.CharField(max_length=80)),
                    ('url', models.URLField(max_length=500)),
                    ('purpose', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consent.purpose')),
                    ('channel', models.CharField(blank=True, help_text='Where the purpose has channels, the one it uses.', max_length=20)),
                    ('region', models.CharField(choices=[('eu', 'European Union and EEA'), ('uk', 'United Kingdom'), ('ch', 'Switzerland'), ('us', 'United States'), ('cn', 'China'), ('jp', 'Japan'), ('gcc', 'Gulf states'), ('other', 'Elsewhere')], help_text='Where the system keeps what it is told.', max_length=5)),
                    ('tells', models.CharField(choices=[('uid', 'Unique id alone'), ('email_sha256', "Unique id and the e-mail's SHA-256")], default='uid', max_length=12)),
                    ('secret', models.CharField(help_text='Sealed; it signs.', max_length=255)),
                    ('former_secret', models.CharField(blank=True, help_text='Sealed; it signs too, for a while.', max_length=255)),
                    ('former_until', models.DateTimeField(blank=True, null=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('brand', 'name'), name='one_destination_name_per_brand'), models.CheckConstraint(condition=models.Q(models.Q(('former_secret', ''), ('former_until', None)), models.Q(models.Q(('former_secret', ''), _negated=True), ('former_until__isnull', False)), _connector='OR'), name='a_former_secret_has_an_end')],
                },
            ), migrations.CreateModel(
                name='Audience',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audiences', to='crm.destination')),
                    ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='audiences', to='crm.segment')),
                    ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('started_at', models.DateTimeField(auto_now_add=True)),
                    ('stopped_at', models.DateTimeField(blank=True, null=True)),
                    ('swept_to', models.DateTimeField(editable=False, null=True)),
                    ('next_number', models.PositiveIntegerField(default=1, editable=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('stopped_at', None)), fields=('destination', 'segment'), name='one_live_audience_per_destination_and_segment')],
                },
            ), migrations.CreateModel(
                name='AudienceChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='crm.audience')),
                    ('client_id', models.BigIntegerField()),
                    ('uid', models.CharField(max_length=16)),
                ],
            ), migrations.CreateModel(
                name='AudienceMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='crm.audience')),
                    ('client_id', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('audience', 'client_id'), name='one_membership_per_audience_and_client')],
                },
            ), migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='crm.audience')),
                    ('number', models.PositiveIntegerField()),
                    ('message_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                    ('type', models.CharField(max_length=20)),
                    ('entered', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, help_text='Unique ids; emptied when delivered.', size=None)),
                    ('left', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, help_text='Unique ids; emptied when delivered.', size=None)),
                    ('entered_count', models.PositiveIntegerField(default=0)),
                    ('left_count', models.PositiveIntegerField(default=0)),
                    ('status', models.CharField(choices=[('due', 'Waiting'), ('sending', 'On its way'), ('delivered', 'Delivered'), ('stuck', 'Given up')], default='due', max_length=9)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('answer', models.CharField(blank=True, help_text='The last: http_200, http_500, timeout...', max_length=40)),
                    ('due_at', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('delivered_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'verbose_name_plural': 'deliveries',
                    'indexes': [models.Index(condition=models.Q(('status', 'delivered'), _negated=True), fields=['audience', 'number'], name='delivery_not_made')],
                    'constraints': [models.UniqueConstraint(fields=('audience', 'number'), name='one_delivery_per_audience_and_number'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sending'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='a_delivery_under_way_is_leased'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'delivered'), _negated=True), ('delivered_at__isnull', False), _connector='OR'), name='a_delivery_made_says_when')],
                },
            ), migrations.CreateModel(
                name='Disclosure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('destination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disclosures', to='crm.destination')),
                    ('client_id', models.BigIntegerField()),
                    ('first_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('client_id', 'destination'), name='a_disclosure_is_kept_once_for_a_destination')],
                },
            ), migrations.CreateModel(
                name='RecipientNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipient_notices', to='consent.subjectrequest')),
                    ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipient_notices', to='crm.destination')),
                    ('client_id', models.BigIntegerField()),
                    ('type', models.CharField(max_length=20)),
                    ('sealed_uid', models.CharField(blank=True, max_length=255)),
                    ('fields', models.JSONField(default=list, help_text='Names of what changed; no value.')),
                    ('message_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                    ('status', models.CharField(choices=[('due', 'Waiting'), ('sending', 'On its way'), ('acknowledged', 'Acknowledged'), ('stuck', 'No answer')], default='due', max_length=12)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('answer', models.CharField(blank=True, help_text='The last: http_200, http_500, timeout...', max_length=40)),
                    ('due_at', models.DateTimeField()),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('created_at', models.DateTimeField()),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('status__in', ['due', 'sending'])), fields=['due_at'], name='recipient_notice_due')],
                    'constraints': [models.UniqueConstraint(fields=('request', 'destination', 'type', 'client_id'), name='a_recipient_is_told_once_of_a_request'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', False), ('sealed_uid', ''), ('status', 'acknowledged')), models.Q(models.Q(('status', 'acknowledged'), _negated=True), ('acknowledged_at', None)), _connector='OR'), name='who_acknowledged_is_forgotten_and_says_when')],
                },
            )],
        ),
    ]
