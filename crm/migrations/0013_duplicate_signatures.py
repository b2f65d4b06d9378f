import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0012_segments_ask_more'),
    ]

    operations = [
        # What it held is made anew from the clients, by the first full pass.
        migrations.DeleteModel(name='DuplicateKey'),
        migrations.CreateModel(
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
        ),
        migrations.AddField(
            model_name='duplicateproposal',
            name='confirmed_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), help_text='When it was last compared and still likely.'),
        ),
        migrations.CreateModel(
            name='DuplicatePass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('clients', models.BigIntegerField(default=0)),
                ('compared', models.BigIntegerField(default=0)),
                ('position', models.BigIntegerField(default=0, help_text='Pairs whose earlier client has a smaller id are done.')),
                ('model', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.duplicatemodel')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=Q(('finished_at', None)), fields=('finished_at',), name='one_pass_is_unfinished', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
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
                'constraints': [models.CheckConstraint(condition=Q(('right__lte', F('decided'))), name='no_more_are_right_than_decided')],
            },
        ),
    ]
