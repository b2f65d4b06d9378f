"""What staff keep of their work with clients."""

import clienteling.lib.tables
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('clienteling', '0001_initial'), ('clienteling', '0002_initial'), ('clienteling', '0003_care')]

    dependencies = [
        ('crm', '0001_tables'),
    ]

    operations = [
        clienteling.lib.tables.CreateTables(
            operations=[migrations.CreateModel(
                name='CheckInCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_in_codes', to='crm.client')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('used_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ), migrations.CreateModel(
                name='Contact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='crm.client')),
                    ('advisor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to=settings.AUTH_USER_MODEL)),
                    ('boutique', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.boutique')),
                    ('channel', models.CharField(max_length=20)),
                    ('text', models.CharField(blank=True, max_length=500)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-at'], name='contact_by_client')],
                },
            ), migrations.CreateModel(
                name='Goal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('boutique', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='crm.boutique')),
                    ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='goals', to=settings.AUTH_USER_MODEL)),
                    ('day', models.DateField()),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('boutique', 'advisor', 'day'), name='one_goal_per_advisor_and_day', nulls_distinct=False)],
                },
            ), migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='crm.client')),
                    ('boutique', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.boutique')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to=settings.AUTH_USER_MODEL)),
                    ('text', models.TextField(max_length=2000)),
                    ('is_private', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('updated_at', models.DateTimeField(auto_now=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-created_at'], name='note_by_client')],
                },
            ), migrations.CreateModel(
                name='Repair',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='crm.brand')),
                    ('number', models.CharField(max_length=60)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='crm.client')),
                    ('boutique', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='crm.boutique')),
                    ('sku', models.CharField(blank=True, max_length=60)),
                    ('variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repairs', to='crm.variant')),
                    ('description', models.CharField(blank=True, max_length=500)),
                    ('status', models.CharField(choices=[('opened', 'Opened'), ('received', 'At the workshop'), ('rejected', 'Not accepted'), ('completed', 'Repaired'), ('shipped', 'On its way back'), ('delayed', 'Delayed'), ('closed', 'Handed over')], default='opened', max_length=10)),
                    ('opened_at', models.DateTimeField()),
                    ('promised_on', models.DateField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('source', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-opened_at'], name='repair_by_client'), models.Index(fields=['opened_at'], name='repair_by_moment'), models.Index(condition=models.Q(('closed_at', None)), fields=['boutique', 'promised_on'], name='repair_open_by_boutique')],
                    'constraints': [models.UniqueConstraint(fields=('brand', 'number'), name='one_repair_per_brand_and_number'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed')), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='a_closed_repair_says_when')],
                },
            ), migrations.CreateModel(
                name='RepairStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('repair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='clienteling.repair')),
                    ('status', models.CharField(choices=[('opened', 'Opened'), ('received', 'At the workshop'), ('rejected', 'Not accepted'), ('completed', 'Repaired'), ('shipped', 'On its way back'), ('delayed', 'Delayed'), ('closed', 'Handed over')], max_length=10)),
                    ('at', models.DateTimeField()),
                    ('note', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('repair', 'at', 'status'), name='one_step_per_repair_moment_and_status')],
                },
            ), migrations.CreateModel(
                name='SuggestionAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestion_answers', to=settings.AUTH_USER_MODEL)),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.client')),
                    ('kind', models.CharField(max_length=40)),
                    ('answer', models.CharField(choices=[('accepted', 'Accepted'), ('snoozed', 'Snoozed'), ('dismissed', 'Dismissed')], max_length=10)),
                    ('until', models.DateTimeField()),
                    ('at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['user', 'client', 'kind', '-at'], name='answer_to_a_suggestion')],
                },
            ), migrations.CreateModel(
                name='SurveyAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_answers', to='crm.brand')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='survey_answers', to='crm.client')),
                    ('boutique', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.boutique')),
                    ('kind', models.CharField(choices=[('nps', 'Would recommend'), ('csat', 'Satisfaction'), ('ces', 'Effort')], max_length=4)),
                    ('moment', models.CharField(blank=True, help_text='What was asked after: purchase, repair, visit.', max_length=40)),
                    ('score', models.SmallIntegerField()),
                    ('comment', models.TextField(blank=True, max_length=2000)),
                    ('answered_at', models.DateTimeField()),
                    ('source', models.CharField(max_length=60)),
                    ('source_ref', models.CharField(max_length=80)),
                ],
                options={
                    'indexes': [models.Index(fields=['client', '-answered_at'], name='answer_by_client'), models.Index(fields=['answered_at'], name='answer_by_moment')],
                    'constraints': [models.UniqueConstraint(fields=('brand', 'source', 'source_ref'), name='one_answer_per_brand_source_and_reference'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'nps'), ('score__range', (0, 10))), models.Q(('kind', 'csat'), ('score__range', (1, 5))), models.Q(('kind', 'ces'), ('score__range', (1, 7))), _connector='OR'), name='a_score_is_on_its_scale')],
                },
            ), migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='crm.client')),
                    ('boutique', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='crm.boutique')),
                    ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                    ('text', models.CharField(max_length=200)),
                    ('due_on', models.DateField()),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['advisor', 'due_on'], name='task_open_by_advisor')],
                },
            ), migrations.CreateModel(
                name='Visit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='crm.client')),
                    ('boutique', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='crm.boutique')),
                    ('advisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='visits', to=settings.AUTH_USER_MODEL)),
                    ('method', models.CharField(choices=[('qr', 'QR code'), ('code', 'Typed code'), ('advisor', 'Noted by an advisor')], max_length=10)),
                    ('arrived_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['boutique', '-arrived_at'], name='visit_by_boutique'), models.Index(fields=['client', '-arrived_at'], name='visit_by_client')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('client', 'boutique'), name='a_client_is_in_a_boutique_once')],
                },
            )],
        ),
    ]
