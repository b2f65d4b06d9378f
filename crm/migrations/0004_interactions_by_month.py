"""crm_interaction becomes a table of monthly partitions, and message ids get a table of their own.

See docs/decisions/0011-partitions.md. Rows that are there move into the month of their arrival.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

_TABLE = """
    ALTER TABLE crm_interaction RENAME TO crm_interaction_whole;
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
        received_at timestamptz NOT NULL
    ) PARTITION BY RANGE (received_at);
    CREATE TABLE crm_interaction_stray PARTITION OF crm_interaction DEFAULT;
"""

_MOVE = """
    DO $$
    DECLARE
        month timestamp;
    BEGIN
        FOR month IN
            SELECT DISTINCT date_trunc('month', received_at AT TIME ZONE 'UTC') FROM crm_interaction_whole
        LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF crm_interaction FOR VALUES FROM (%L) TO (%L)',
                'crm_interaction_' || to_char(month, 'YYYY_MM'),
                to_char(month, 'YYYY-MM-DD') || ' 00:00+00',
                to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00+00'
            );
        END LOOP;
    END
    $$;
    INSERT INTO crm_interaction (
        id, message_id, source_id, type, name, anonymous_id, client_id, properties, context, timestamp,
        original_timestamp, sent_at, received_at
    )
    SELECT id, message_id, source_id, type, name, anonymous_id, client_id, properties, context, timestamp,
        original_timestamp, sent_at, received_at
    FROM crm_interaction_whole;
    INSERT INTO crm_messageid (message_id) SELECT message_id FROM crm_interaction_whole;
    DROP TABLE crm_interaction_whole;
"""

# After the rows are in: an index is built faster than it is kept.
_INDEXES = """
    ALTER TABLE crm_interaction ADD CONSTRAINT crm_interaction_pkey PRIMARY KEY (id, received_at);
    CREATE INDEX interaction_by_client ON crm_interaction (client_id, timestamp DESC) WHERE client_id IS NOT NULL;
    CREATE INDEX interaction_by_visitor ON crm_interaction (anonymous_id, timestamp DESC) WHERE anonymous_id <> '';
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

_BACK = """
    DROP TRIGGER a_message_id_is_stored_once ON crm_interaction;
    DROP FUNCTION crm_take_message_ids();
    ALTER TABLE crm_interaction RENAME TO crm_interaction_parted;
    DROP INDEX interaction_by_client, interaction_by_visitor, interaction_by_arrival;
    CREATE TABLE crm_interaction (
        LIKE crm_interaction_parted, PRIMARY KEY (id), UNIQUE (message_id),
        FOREIGN KEY (source_id) REFERENCES crm_source DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (client_id) REFERENCES crm_client DEFERRABLE INITIALLY DEFERRED
    );
    INSERT INTO crm_interaction SELECT * FROM crm_interaction_parted;
    SET CONSTRAINTS ALL IMMEDIATE;
    DROP TABLE crm_interaction_parted;
    CREATE INDEX interaction_by_client ON crm_interaction (client_id, timestamp DESC) WHERE client_id IS NOT NULL;
    CREATE INDEX interaction_by_visitor ON crm_interaction (anonymous_id, timestamp DESC) WHERE anonymous_id <> '';
    CREATE INDEX interaction_by_arrival ON crm_interaction USING brin (received_at);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0003_purchase_by_arrival'),
    ]

    operations = [
        migrations.CreateModel(
            name='MessageId',
            fields=[
                ('message_id', models.CharField(max_length=100, primary_key=True, serialize=False)),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                # A deferred check that is still open would forbid to change the table.
                migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', 'SET CONSTRAINTS ALL IMMEDIATE'),
                migrations.RunSQL(_TABLE + _MOVE + _INDEXES + _TRIGGER, _BACK),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='interaction',
                    name='message_id',
                    field=models.CharField(help_text='Taken once, for ever: see MessageId.', max_length=100),
                ),
                migrations.AlterField(
                    model_name='interaction',
                    name='client',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='crm.client'),
                ),
                migrations.AlterField(
                    model_name='interaction',
                    name='source',
                    field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='crm.source'),
                ),
            ],
        ),
    ]
