"""crm_interaction: a table of monthly partitions; message ids in a table of their own.

See docs/decisions/0011-partitions.md.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

_TABLE = """
    CREATE TABLE crm_interaction (
        id uuid NOT NULL,
        message_id varchar(100) NOT NULL,
        source_id bigint NOT NULL,
        type varchar(10) NOT NULL,
        name varchar(200) NOT NULL,
        anonymous_id varchar(100) NOT NULL,
        client_id bigint,
        properties jsonb NOT NULL,
        context jsonb NOT NULL,
        timestamp timestamptz NOT NULL,
        original_timestamp timestamptz,
        sent_at timestamptz,
        received_at timestamptz NOT NULL,
        PRIMARY KEY (id, received_at)
    ) PARTITION BY RANGE (received_at);
    CREATE TABLE crm_interaction_stray PARTITION OF crm_interaction DEFAULT;
    CREATE INDEX interaction_by_client ON crm_interaction (client_id, timestamp DESC) WHERE client_id IS NOT NULL;
    CREATE INDEX interaction_by_visitor ON crm_interaction (anonymous_id, timestamp DESC) WHERE anonymous_id <> '';
    CREATE INDEX interaction_by_name ON crm_interaction (name, timestamp) INCLUDE (client_id, source_id)
        WHERE client_id IS NOT NULL;
    CREATE INDEX interaction_by_arrival ON crm_interaction USING brin (received_at);
"""

# Ingest takes its message ids itself, since it has to leave out those that are taken, and says so for the length of
# its statement. Every other writer (COPY, the models) is refused by the primary key when one is taken.
_TRIGGER = """
    CREATE FUNCTION crm_take_message_ids() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('crm.message_ids_are_taken', true) = 'yes' THEN
            PERFORM set_config('crm.message_ids_are_taken', 'no', true);
        ELSE
            INSERT INTO crm_messageid (message_id) SELECT message_id FROM arrived;
        END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER a_message_id_is_stored_once AFTER INSERT ON crm_interaction
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION crm_take_message_ids();
"""
_NO_TRIGGER = """
    DROP TRIGGER a_message_id_is_stored_once ON crm_interaction;
    DROP FUNCTION crm_take_message_ids();
"""


class Migration(migrations.Migration):

    replaces = [('crm', '0004_interactions_by_month')]

    dependencies = [
        ('crm', '0002_destinations'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(_TABLE, 'DROP TABLE crm_interaction'),
                migrations.RunSQL(_TRIGGER, _NO_TRIGGER),
            ],
            state_operations=[
                migrations.CreateModel(
                    name='Interaction',
                    fields=[
                        ('id', models.UUIDField(help_text='UUID version 7, made when received.', primary_key=True, serialize=False)),
                        ('message_id', models.CharField(help_text='Taken once, for ever: see MessageId.', max_length=100)),
                        ('source', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='crm.source')),
                        ('type', models.CharField(help_text='track, page, screen, identify, group, alias', max_length=10)),
                        ('name', models.CharField(blank=True, help_text='Event name, or page or screen name.', max_length=200)),
                        ('anonymous_id', models.CharField(blank=True, max_length=100)),
                        ('client', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='crm.client')),
                        ('properties', models.JSONField(default=dict)),
                        ('context', models.JSONField(default=dict)),
                        ('timestamp', models.DateTimeField(help_text="When it happened, corrected for the sender's clock.")),
                        ('original_timestamp', models.DateTimeField(null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('received_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('client__isnull', False)), fields=['client', '-timestamp'], name='interaction_by_client'), models.Index(condition=models.Q(('anonymous_id', ''), _negated=True), fields=['anonymous_id', '-timestamp'], name='interaction_by_visitor'), models.Index(condition=models.Q(('client__isnull', False)), fields=['name', 'timestamp'], include=('client', 'source'), name='interaction_by_name'), django.contrib.postgres.indexes.BrinIndex(fields=['received_at'], name='interaction_by_arrival')],
                    },
                ),
            ],
        ),
    ]
