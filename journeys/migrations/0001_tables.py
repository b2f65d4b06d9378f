"""Journeys, runs and messages."""

import clienteling.lib.tables
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('journeys', '0001_initial'), ('journeys', '0003_sends_say_when_they_were_handed_over'), ('journeys', '0004_kill_switches_in_the_plural'), ('journeys', '0005_messages_of_the_service')]

    dependencies = [
        ('crm', '0001_tables'),
    ]

    operations = [
        clienteling.lib.tables.CreateTables(
            operations=[migrations.CreateModel(
                name='CapRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cap_rules', to='crm.brand')),
                    ('maximum', models.PositiveIntegerField(default=4)),
                    ('days', models.PositiveIntegerField(default=30)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('brand', 'days'), name='one_cap_per_brand_and_window')],
                },
            ), migrations.CreateModel(
                name='CapUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='journeys.caprule')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cap_uses', to='crm.client')),
                    ('window', models.PositiveIntegerField()),
                    ('used', models.PositiveIntegerField(default=0)),
                    ('maximum', models.PositiveIntegerField(help_text='Copied from the rule when reserved, so the database can hold it.')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('rule', 'client', 'window'), name='one_use_per_cap_client_and_window'), models.CheckConstraint(condition=models.Q(('used__lte', models.F('maximum'))), name='a_cap_is_never_exceeded')],
                },
            ), migrations.CreateModel(
                name='Journey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journeys', to='crm.brand')),
                    ('code', models.SlugField(max_length=60)),
                    ('name', models.CharField(max_length=80)),
                    ('purpose', models.CharField(help_text='Code of the consent purpose its messages need.', max_length=60)),
                    ('status', models.CharField(choices=[('live', 'Live'), ('paused', 'Paused')], default='live', max_length=8)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('brand', 'code'), name='one_journey_code_per_brand')],
                },
            ), migrations.CreateModel(
                name='JourneyVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('journey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='journeys.journey')),
                    ('number', models.PositiveIntegerField()),
                    ('graph', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('published_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('journey', 'number'), name='one_version_number_per_journey')],
                },
            ), migrations.CreateModel(
                name='Enrolment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('journey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='journeys.journey')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='journeys.journeyversion')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='crm.client')),
                    ('entry_key', models.CharField(blank=True, help_text='Lets one client be on it twice, e.g. per alert.', max_length=80)),
                    ('status', models.CharField(choices=[('live', 'Live'), ('ended', 'Ended')], default='live', max_length=8)),
                    ('node', models.CharField(max_length=60)),
                    ('visit', models.PositiveIntegerField(default=1, help_text='How often this node was entered.')),
                    ('context', models.JSONField(default=dict, help_text='Ids from the trigger: purchase, alert, ...')),
                    ('due_at', models.DateTimeField(blank=True, null=True)),
                    ('waiting_for', models.CharField(blank=True, help_text='Name of the event that it waits for.', max_length=60)),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('ended_reason', models.CharField(blank=True, max_length=40)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('status', 'live')), fields=['due_at'], name='enrolment_due'), models.Index(fields=['version', 'node', 'status'], name='enrolment_by_node')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'live')), fields=('journey', 'client', 'entry_key'), name='one_live_enrolment_per_client_and_journey'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'live'), _negated=True), ('due_at__isnull', False), models.Q(('waiting_for', ''), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='a_live_enrolment_is_due_or_waits_or_is_leased')],
                },
            ), migrations.CreateModel(
                name='KillSwitch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.brand')),
                    ('is_on', models.BooleanField(default=False)),
                    ('reason', models.CharField(blank=True, max_length=120)),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'verbose_name_plural': 'kill switches',
                },
            ), migrations.CreateModel(
                name='Send',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enrolment', models.ForeignKey(blank=True, help_text='Empty: a message of the service, which belongs to no journey.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sends', to='journeys.enrolment')),
                    ('key', models.CharField(blank=True, help_text='What makes a message of the service one.', max_length=120, null=True, unique=True)),
                    ('node', models.CharField(blank=True, max_length=60)),
                    ('visit', models.PositiveIntegerField(default=0)),
                    ('channel', models.CharField(max_length=20)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sends', to='crm.client')),
                    ('contact_hash', models.CharField(blank=True, help_text='Goes to this address only; empty: to the one that the client prefers.', max_length=64)),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand')),
                    ('purpose', models.CharField(max_length=60)),
                    ('template', models.CharField(max_length=60)),
                    ('language', models.CharField(max_length=12)),
                    ('payload', models.JSONField(default=dict, help_text='SKUs recommended and why, ids from the context; no address.')),
                    ('status', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('failed', 'Failed'), ('unknown', 'Unknown'), ('refused', 'Refused'), ('dropped', 'Dropped')], default='queued', max_length=8)),
                    ('reason', models.CharField(blank=True, help_text='Why refused, dropped, failed or unknown.', max_length=60)),
                    ('decision_id', models.BigIntegerField(blank=True, help_text='The consent decision that allowed it.', null=True)),
                    ('message_id', models.CharField(help_text='RFC 5322 Message-ID.', max_length=120, null=True, unique=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('cap_reserved_at', models.DateTimeField(blank=True, help_text='When its place under the caps was taken; a second try keeps the first place.', null=True)),
                    ('handed_over_at', models.DateTimeField(blank=True, help_text='Set just before the content goes to the provider: after that it may be there.', null=True)),
                    ('due_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField(help_text='After this it is dropped as late.')),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('lease_token', models.UUIDField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('status', 'queued')), fields=['due_at'], name='send_due'), models.Index(condition=models.Q(('status', 'sending')), fields=['lease_until'], name='send_leased'), models.Index(condition=models.Q(('status', 'unknown')), fields=['-created_at'], name='send_unknown'), models.Index(fields=['client', '-created_at'], name='send_by_client')],
                    'constraints': [models.UniqueConstraint(fields=('enrolment', 'node', 'visit', 'channel'), name='one_send_per_enrolment_node_visit_and_channel'), models.CheckConstraint(condition=models.Q(('enrolment__isnull', False), ('key__isnull', False), _connector='XOR'), name='a_message_is_of_a_journey_or_of_the_service'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sending'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='a_send_under_way_is_leased'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'unknown'), _negated=True), ('handed_over_at__isnull', False), _connector='OR'), name='only_a_message_handed_over_can_be_unknown')],
                },
            ), migrations.CreateModel(
                name='DeliveryEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('provider', models.CharField(max_length=40)),
                    ('provider_id', models.CharField(max_length=160)),
                    ('send', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='delivery_events', to='journeys.send')),
                    ('kind', models.CharField(help_text='delivered, bounced, complained, opened, clicked, unsubscribed', max_length=20)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('provider', 'provider_id'), name='a_provider_event_is_kept_once')],
                },
            )],
        ),
    ]
