"""Orders, wishes and carts from events; the sums of each source; what a source states that it sold.

The trigger notes what arrives, as docs/decisions/0016-orders-from-events.md says.
"""
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


# The ecommerce events that something is derived from (crm.ingest.ecommerce.names); a new name needs a new function.
_ORDERS = "'Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'"
_LISTS = (
    "'Product Added', 'Product Removed', 'Cart Viewed', 'Checkout Started', 'Product Added to Wishlist',"
    " 'Product Removed from Wishlist', 'Wishlist Product Added to Cart'"
)

# Once for each statement, beside the rows themselves and in their transaction. Only added, never updated or asked
# for: so that no sender waits for another's.
_TRIGGERS = f"""
    CREATE FUNCTION crm_note_arrivals() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO crm_sourcetally (source_id, hour, count)
        SELECT source_id, date_trunc('hour', received_at, 'UTC'), count(*) FROM arrived GROUP BY 1, 2;
        INSERT INTO crm_pendingevent (interaction, received_at, is_order, due_at)
        SELECT id, received_at, name IN ({_ORDERS}), received_at FROM arrived
        WHERE name IN ({_ORDERS}, {_LISTS}) AND type = 'track';
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER what_arrives_is_noted AFTER INSERT ON crm_interaction
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION crm_note_arrivals();

    CREATE FUNCTION crm_note_owners() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO crm_pendingevent (interaction, received_at, is_order, due_at)
        SELECT n.id, n.received_at, n.name IN ({_ORDERS}), now()
        FROM changed n JOIN before o ON o.id = n.id
        WHERE n.name IN ({_ORDERS}, {_LISTS}) AND n.type = 'track' AND n.client_id IS NOT NULL AND o.client_id IS NULL;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER who_becomes_known_is_noted AFTER UPDATE ON crm_interaction
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION crm_note_owners();
"""

_BACK = """
    DROP TRIGGER what_arrives_is_noted ON crm_interaction;
    DROP TRIGGER who_becomes_known_is_noted ON crm_interaction;
    DROP FUNCTION crm_note_arrivals();
    DROP FUNCTION crm_note_owners();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0010_identity_care'),
    ]

    operations = [
        migrations.CreateModel(
            name='PendingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interaction', models.UUIDField(help_text='Its id; with received_at the key of the partitioned table.')),
                ('received_at', models.DateTimeField()),
                ('is_order', models.BooleanField(help_text='Of orders, which are taken one by one; else of a cart or wish list.')),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('waits_for', models.CharField(blank=True, db_default='', help_text="The order's reference, for what came before its order.", max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='PurchaseReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('source_ref', models.CharField(max_length=80)),
                ('told_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='RejectedEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=100)),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=40)),
                ('detail', models.CharField(blank=True, help_text='Which property, and what is wrong with it.', max_length=200)),
                ('timestamp', models.DateTimeField(help_text='When it happened.')),
                ('rejected_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SchemaViolation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('event', models.CharField(max_length=200)),
                ('path', models.CharField(blank=True, help_text='Which property; empty: the event itself.', max_length=120)),
                ('code', models.CharField(max_length=40)),
                ('count', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SourceComparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compared_on', models.DateField()),
                ('stated_count', models.PositiveIntegerField()),
                ('stated_amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('our_count', models.PositiveIntegerField()),
                ('our_amount', models.DecimalField(decimal_places=2, max_digits=16)),
                ('missing', models.JSONField(default=list, help_text='References that it states and we do not have; the first ones.')),
                ('unstated', models.JSONField(default=list, help_text='References that we have and it does not state.')),
            ],
        ),
        migrations.CreateModel(
            name='SourceHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(help_text='Its beginning, in UTC.')),
                ('count', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SourceTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField(help_text='Its beginning, in UTC.')),
                ('event', models.CharField(blank=True, db_default='', max_length=200)),
                ('path', models.CharField(blank=True, db_default='', max_length=120)),
                ('code', models.CharField(blank=True, db_default='', max_length=40)),
                ('count', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SourceTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(help_text='The system that wrote the receipts.', max_length=40)),
                ('day', models.DateField(help_text="In the brand's time zone.")),
                ('kind', models.CharField(choices=[('sale', 'sale'), ('return', 'return')], max_length=8)),
                ('currency', models.CharField(max_length=3)),
                ('count', models.PositiveIntegerField(help_text='Of receipts.')),
                ('amount', models.DecimalField(decimal_places=2, help_text='Their sum; not positive for returns.', max_digits=16)),
                ('references', models.JSONField(blank=True, help_text='The numbers of all its receipts of the day, where it states them.', null=True)),
                ('stated_at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='purchase',
            name='evidence',
            field=models.CharField(choices=[('event', 'Event'), ('record', 'Record')], db_default='record', default='record', max_length=8),
        ),
        migrations.AddField(
            model_name='purchase',
            name='order_ref',
            field=models.CharField(blank=True, db_default='', help_text="The number of the order, the same in every system of the brand. A return names its sale's.", max_length=80),
        ),
        migrations.AddField(
            model_name='purchase',
            name='stated_at',
            field=models.DateTimeField(blank=True, help_text='Of the event whose content this is.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='country',
            field=models.CharField(blank=True, db_default='', help_text='ISO code; empty: it serves several countries.', max_length=2),
        ),
        migrations.AddField(
            model_name='source',
            name='order_prefix',
            field=models.CharField(blank=True, db_default='', help_text='Put before the order numbers of its events, where two shops of the brand number alike.', max_length=20),
        ),
        migrations.AddField(
            model_name='source',
            name='schema',
            field=models.JSONField(blank=True, db_default={}, default=dict, help_text='Which events are expected (crm.ingest.source_schema).'),
        ),
        migrations.AddIndex(
            model_name='purchase',
            index=models.Index(condition=models.Q(('kind', 'return'), models.Q(('order_ref', ''), _negated=True)), fields=['brand', 'order_ref'], name='purchase_return_by_order'),
        ),
        migrations.AddConstraint(
            model_name='purchase',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'sale'), models.Q(('order_ref', ''), _negated=True)), fields=('brand', 'order_ref'), name='one_sale_per_order_of_a_brand'),
        ),
        migrations.AddField(
            model_name='pendingevent',
            name='brand',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.brand'),
        ),
        migrations.AddField(
            model_name='purchasereference',
            name='brand',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand'),
        ),
        migrations.AddField(
            model_name='purchasereference',
            name='purchase',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='crm.purchase'),
        ),
        migrations.AddField(
            model_name='rejectedevent',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejected_events', to='crm.source'),
        ),
        migrations.AddField(
            model_name='schemaviolation',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='violations', to='crm.source'),
        ),
        migrations.AddField(
            model_name='sourcehour',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='crm.source'),
        ),
        migrations.AddField(
            model_name='sourcetally',
            name='source',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='crm.source'),
        ),
        migrations.AddField(
            model_name='sourcetotal',
            name='brand',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.brand'),
        ),
        migrations.AddField(
            model_name='sourcecomparison',
            name='total',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comparisons', to='crm.sourcetotal'),
        ),
        migrations.AddIndex(
            model_name='pendingevent',
            index=models.Index(condition=models.Q(('waits_for', '')), fields=['is_order', 'due_at'], name='pending_event_by_due_time'),
        ),
        migrations.AddIndex(
            model_name='pendingevent',
            index=models.Index(condition=models.Q(('waits_for', ''), _negated=True), fields=['brand', 'waits_for'], name='pending_event_by_order'),
        ),
        migrations.AddConstraint(
            model_name='purchasereference',
            constraint=models.UniqueConstraint(fields=('brand', 'source', 'source_ref'), name='one_purchase_per_further_reference'),
        ),
        migrations.AddIndex(
            model_name='rejectedevent',
            index=models.Index(fields=['source', 'code', '-id'], name='rejected_event_by_reason'),
        ),
        migrations.AddIndex(
            model_name='rejectedevent',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['rejected_at'], name='rejected_event_by_arrival'),
        ),
        migrations.AddConstraint(
            model_name='rejectedevent',
            constraint=models.UniqueConstraint(fields=('message_id',), name='one_reason_per_rejected_event'),
        ),
        migrations.AddConstraint(
            model_name='schemaviolation',
            constraint=models.UniqueConstraint(fields=('source', 'day', 'event', 'path', 'code'), name='one_count_per_violated_rule_and_day'),
        ),
        migrations.AddConstraint(
            model_name='sourcehour',
            constraint=models.UniqueConstraint(fields=('source', 'hour'), name='one_sum_per_source_and_hour'),
        ),
        migrations.AddIndex(
            model_name='sourcetotal',
            index=models.Index(fields=['-day'], name='source_total_by_day'),
        ),
        migrations.AddConstraint(
            model_name='sourcetotal',
            constraint=models.UniqueConstraint(fields=('brand', 'source', 'day', 'kind', 'currency'), name='one_total_per_source_day_kind_and_currency'),
        ),
        migrations.AddConstraint(
            model_name='sourcetotal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__gte', 0), ('kind', 'sale')), models.Q(('amount__lte', 0), ('kind', 'return')), _connector='OR'), name='a_total_has_the_sign_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='sourcecomparison',
            constraint=models.UniqueConstraint(fields=('total', 'compared_on'), name='one_comparison_per_total_and_day'),
        ),
        # A deferred check that is still open would forbid to change the table.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(_TRIGGERS, _BACK),
    ]
