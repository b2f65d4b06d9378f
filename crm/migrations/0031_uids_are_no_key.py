"""The public id of a client is unique by an index with a condition, so that another one locks no row of the client
(an erasure gives one, and whoever was writing such a row could wait for the erasure)."""

from django.db import migrations, models

import crm.models.client


class Migration(migrations.Migration):
    dependencies = [("crm", "0030_journal_of_homes_and_addresses")]

    operations = [
        migrations.AddConstraint(
            model_name="client",
            constraint=models.UniqueConstraint(
                condition=models.Q(uid__isnull=False), fields=("uid",), name="one_client_per_uid"
            ),
        ),
        migrations.AlterField(
            model_name="client",
            name="uid",
            field=models.CharField(default=crm.models.client.new_uid, editable=False, max_length=16),
        ),
    ]
