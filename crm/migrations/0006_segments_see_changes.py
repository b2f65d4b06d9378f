"""Segments by rule: definitions, versions, the clock, and notes of who changed.

Whatever a segment may ask about a client is noted beside the change itself, whoever writes it: an action, an
import, COPY, or a person in psql. See docs/decisions/0020-segments.md.

One trigger a statement, never one a row, so that a large COPY pays once a chunk.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BY_CLIENT = ("crm_relationship", "crm_purchase", "crm_interaction", "consent_currentdecision")
EVENTS = {
    "insert": "REFERENCING NEW TABLE AS changed",
    "delete": "REFERENCING OLD TABLE AS changed",
    "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
}

# Looked up by index, row by row, whatever the statistics of a table that is just being filled say of its size.
BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"

FUNCTIONS = """
CREATE FUNCTION segments_see_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT client_id FROM changed WHERE client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT client_id FROM before WHERE client_id IS NOT NULL
    UNION SELECT client_id FROM changed WHERE client_id IS NOT NULL;
    RETURN NULL;
END $$;

-- The upkeep of segments asks in the order of their dependence, and needs no note of what it did itself.
CREATE FUNCTION segments_see_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('crm.segment_upkeep', true) IS DISTINCT FROM 'yes' THEN
        INSERT INTO crm_changedclient (client_id) SELECT DISTINCT client_id FROM changed;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT n.id FROM changed n JOIN before o ON o.id = n.id
    WHERE (n.canonical_id, n.country, n.language, n.city, n.source, n.birth_date)
        IS DISTINCT FROM (o.canonical_id, o.country, o.language, o.city, o.source, o.birth_date);
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_lines() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id FROM (SELECT DISTINCT purchase_id FROM changed) l
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_line_moves() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id
    FROM (SELECT purchase_id FROM before UNION SELECT purchase_id FROM changed) l
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_products() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    -- An import writes every product that it meets again; few change their category.
    IF NOT EXISTS (
        SELECT FROM (SELECT id, category_id FROM changed EXCEPT SELECT id, category_id FROM before) sorted_anew
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id
    FROM changed n JOIN before o ON o.id = n.id AND o.category_id IS DISTINCT FROM n.category_id
    JOIN crm_variant v ON v.product_id = n.id
    JOIN crm_purchaseline l ON l.variant_id = v.id
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_categories() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id
    FROM changed n JOIN before o ON o.id = n.id AND (o.parent_id, o.code) IS DISTINCT FROM (n.parent_id, n.code)
    JOIN crm_category k ON k.id = n.id OR k.parent_id = n.id
    JOIN crm_product d ON d.category_id = k.id
    JOIN crm_variant v ON v.product_id = d.id
    JOIN crm_purchaseline l ON l.variant_id = v.id
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;
"""
NAMES = ("clients", "moves", "members", "people", "lines", "line_moves", "products", "categories")
DROP = "".join(f"DROP FUNCTION segments_see_{name}();" for name in NAMES)


def _trigger(table: str, event: str, function: str) -> migrations.RunSQL:
    name = f"segments_see_{event}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} {EVENTS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION segments_see_{function}();",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("crm", "0006_duplicates"), ("consent", "0003_ledgers_are_append_only")]

    operations = [
        migrations.CreateModel(
            name='ChangedClient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SegmentClock',
            fields=[
                ('segment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='clock', serialize=False, to='crm.segment')),
                ('swept_to', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SegmentVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('definition', models.JSONField(help_text='As crm.segments.definition reads it.')),
                ('sha256', models.CharField(max_length=64)),
                ('published_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='segment',
            name='draft',
            field=models.JSONField(blank=True, help_text='The definition that is being written, not yet in use.', null=True),
        ),
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(condition=models.Q(('client__isnull', False)), fields=['timestamp'], name='interaction_by_moment'),
        ),
        migrations.AddIndex(
            model_name='purchase',
            index=models.Index(fields=['occurred_at'], name='purchase_by_moment'),
        ),
        migrations.AddIndex(
            model_name='segmentchange',
            index=models.Index(fields=['segment', '-at', '-id'], name='segment_change_by_segment'),
        ),
        migrations.AddField(
            model_name='segmentversion',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='segmentversion',
            name='segment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='crm.segment'),
        ),
        migrations.AddField(
            model_name='segment',
            name='counted_version',
            field=models.ForeignKey(blank=True, help_text='The version by which everybody was last asked.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.segmentversion'),
        ),
        migrations.AddField(
            model_name='segment',
            name='version',
            field=models.ForeignKey(blank=True, help_text='In use now.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.segmentversion'),
        ),
        migrations.AddConstraint(
            model_name='segment',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'computed'), ('version', None), _connector='OR'), name='a_static_segment_has_no_definition'),
        ),
        migrations.AddConstraint(
            model_name='segmentversion',
            constraint=models.UniqueConstraint(fields=('segment', 'number'), name='one_version_per_segment_and_number'),
        ),
        # A deferred check that is still open would forbid to change the tables.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS.replace("BY_INDEX", BY_INDEX), DROP),
        *(
            _trigger(table, event, "moves" if event == "update" else "clients")
            for table in BY_CLIENT
            for event in EVENTS
        ),
        _trigger("crm_segmentmember", "insert", "members"),
        _trigger("crm_segmentmember", "delete", "members"),
        _trigger("crm_segmentmember", "update", "moves"),
        _trigger("crm_client", "update", "people"),
        _trigger("crm_purchaseline", "insert", "lines"),
        _trigger("crm_purchaseline", "delete", "lines"),
        _trigger("crm_purchaseline", "update", "line_moves"),
        _trigger("crm_product", "update", "products"),
        _trigger("crm_category", "update", "categories"),
        migrations.RunSQL(
            "CREATE TRIGGER a_segment_version_is_never_edited BEFORE UPDATE OR DELETE ON crm_segmentversion "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();",
            "DROP TRIGGER a_segment_version_is_never_edited ON crm_segmentversion;",
        ),
    ]
