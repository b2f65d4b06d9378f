"""Segments ask about more of a client, and know their size without counting.

* What a segment may ask by now is noted when it changes: relations, wishes, carts, loyalty, scores, tastes, dates.
* The indexes that find whom a day or a window moved.
* An index of interactions by name answers how often something was done without reading the events themselves.
* Each statement that changes members leaves a figure of the day (crm_segmentflow).
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Cast, ExtractDay, ExtractMonth

EVENTS = {
    "insert": "REFERENCING NEW TABLE AS changed",
    "delete": "REFERENCING OLD TABLE AS changed",
    "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
}
MORE = ("crm_relation", "crm_wish", "crm_cartitem", "crm_loyaltyaccount", "crm_score")

PEOPLE = """
CREATE OR REPLACE FUNCTION segments_see_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT n.id FROM changed n JOIN before o ON o.id = n.id
    WHERE (n.canonical_id, n.country, n.language, n.city, n.source, n.birth_date {more_new})
        IS DISTINCT FROM (o.canonical_id, o.country, o.language, o.city, o.source, o.birth_date {more_old});
    RETURN NULL;
END $$;
"""
NOW = PEOPLE.format(
    more_new=", n.salutation, n.timezone, n.tastes, n.key_dates",
    more_old=", o.salutation, o.timezone, o.tastes, o.key_dates",
)
BEFORE = PEOPLE.format(more_new="", more_old="")

FLOW = """
CREATE FUNCTION segments_count_entered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_segmentflow (segment_id, day, entered, "left")
    SELECT segment_id, (since AT TIME ZONE 'UTC')::date, count(*), 0 FROM changed GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_count_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_segmentflow (segment_id, day, entered, "left")
    SELECT segment_id, (now() AT TIME ZONE 'UTC')::date, 0, count(*) FROM changed GROUP BY 1;
    RETURN NULL;
END $$;

CREATE TRIGGER segments_count_entered AFTER INSERT ON crm_segmentmember REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION segments_count_entered();
CREATE TRIGGER segments_count_left AFTER DELETE ON crm_segmentmember REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION segments_count_left();

INSERT INTO crm_segmentflow (segment_id, day, entered, "left")
SELECT segment_id, (since AT TIME ZONE 'UTC')::date, count(*), 0 FROM crm_segmentmember GROUP BY 1, 2;
"""
NO_FLOW = """
DROP TRIGGER segments_count_entered ON crm_segmentmember;
DROP TRIGGER segments_count_left ON crm_segmentmember;
DROP FUNCTION segments_count_entered();
DROP FUNCTION segments_count_left();
"""


def _triggers(table: str) -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER segments_see_{event} AFTER {event.upper()} ON {table} {what} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION segments_see_{'moves' if event == 'update' else 'clients'}();",
            f"DROP TRIGGER segments_see_{event} ON {table};",
        )
        for event, what in EVENTS.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("crm", "0011_orders_and_sources")]

    operations = [
        migrations.CreateModel(
            name='SegmentFlow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('entered', models.IntegerField(default=0)),
                ('left', models.IntegerField(default=0)),
                ('segment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='flow', to='crm.segment')),
            ],
            options={'indexes': [models.Index(fields=['segment', 'day'], name='segment_flow_by_day')]},
        ),
        migrations.RemoveIndex(model_name='interaction', name='interaction_by_moment'),
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(condition=models.Q(('client__isnull', False)), fields=['name', 'timestamp'], include=['client', 'source'], name='interaction_by_name'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('birth_date__isnull', False)), fields=['birth_date'], name='client_by_birth_date'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(Cast(ExtractMonth('birth_date') * models.Value(100) + ExtractDay('birth_date'), output_field=models.IntegerField()), condition=models.Q(('birth_date__isnull', False)), name='client_by_birthday'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(condition=models.Q(('key_dates', []), _negated=True), fields=['id'], name='client_with_key_dates'),
        ),
        migrations.AddIndex(
            model_name='relationship',
            index=models.Index(fields=['brand', 'since'], name='relationship_by_beginning'),
        ),
        migrations.AddIndex(model_name='wish', index=models.Index(fields=['added_at'], name='wish_by_moment')),
        migrations.AddIndex(
            model_name='cartitem', index=models.Index(fields=['changed_at'], name='cart_item_by_moment')
        ),
        migrations.RunSQL(NOW, BEFORE),
        *(trigger for table in MORE for trigger in _triggers(table)),
        migrations.RunSQL(FLOW, NO_FLOW),
    ]
