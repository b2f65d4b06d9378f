"""Indexes that are the beginning of another one, and those for LIKE that no statement asks, are not written any more.

At five million clients they were 2.6 GB. What Django makes beside each unique text, for LIKE, has a name of its own
making: the same in every house.
"""

import django.db.models.deletion
from django.db import migrations, models

# (table, column, name, how the index was made)
_UNREAD = (
    ("crm_identifier", "client_id", "crm_identifier_client_id_e743962b", ""),
    ("crm_purchase", "boutique_id", "crm_purchase_boutique_id_587264d5", ""),
    ("crm_purchase", "brand_id", "crm_purchase_brand_id_dd920e85", ""),
    ("crm_purchase", "client_id", "crm_purchase_client_id_0b455f56", ""),
    ("crm_purchaseline", "purchase_id", "crm_purchaseline_purchase_id_ba050cb0", ""),
    ("crm_relationship", "boutique_id", "crm_relationship_boutique_id_6e610695", ""),
    ("crm_relationship", "brand_id", "crm_relationship_brand_id_5daa4bb3", ""),
    ("crm_relationship", "client_id", "crm_relationship_client_id_32741211", ""),
    ("crm_messageid", "message_id", "crm_messageid_message_id_dc4e3844_like", " varchar_pattern_ops"),
    ("crm_client", "uid", "crm_client_uid_266e7c97_like", " varchar_pattern_ops"),
    ("crm_searchword", "word", "crm_searchword_word_d05932f8_like", " text_pattern_ops"),
)
_DROP = "; ".join(f"DROP INDEX IF EXISTS {name}" for _, _, name, _ in _UNREAD)
_MAKE = "; ".join(f"CREATE INDEX {name} ON {table} ({column}{way})" for table, column, name, way in _UNREAD)


class Migration(migrations.Migration):
    dependencies = [("crm", "0023_audiences_see_borders")]

    operations = [
        # Not by the fields: for that Django would take each foreign key away, and check every row to have it again.
        migrations.RunSQL(
            _DROP,
            _MAKE,
            state_operations=[
                migrations.AlterField(
                    model_name='identifier',
                    name='client',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='crm.client'),
                ),
                migrations.AlterField(
                    model_name='purchase',
                    name='boutique',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='crm.boutique'),
                ),
                migrations.AlterField(
                    model_name='purchase',
                    name='brand',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='crm.brand'),
                ),
                migrations.AlterField(
                    model_name='purchase',
                    name='client',
                    field=models.ForeignKey(blank=True, db_index=False, help_text='Empty: an anonymous sale.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='purchases', to='crm.client'),
                ),
                migrations.AlterField(
                    model_name='purchaseline',
                    name='purchase',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='crm.purchase'),
                ),
                migrations.AlterField(
                    model_name='relationship',
                    name='boutique',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='crm.boutique'),
                ),
                migrations.AlterField(
                    model_name='relationship',
                    name='brand',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='crm.brand'),
                ),
                migrations.AlterField(
                    model_name='relationship',
                    name='client',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to='crm.client'),
                ),
            ],
        ),
    ]
