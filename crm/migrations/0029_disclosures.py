"""Who was told of whom is kept from now on; of before, what members and the log of segments say."""

import django.db.models.deletion
from django.db import migrations, models

# Of earlier messages only the counts are left: whoever is or was in a segment that the destination was told of.
TOLD_BEFORE = """
INSERT INTO crm_disclosure (destination_id, client_id, first_at)
SELECT a.destination_id, known.client_id, min(greatest(known.at, a.started_at)) FROM crm_audience a
JOIN (
    SELECT m.audience_id, m.client_id, a.started_at AS at FROM crm_audiencemember m JOIN crm_audience a ON a.id = m.audience_id
    UNION ALL
    SELECT a.id, c.client_id, c.at FROM crm_segmentchange c JOIN crm_audience a ON a.segment_id = c.segment_id
) known ON known.audience_id = a.id
GROUP BY 1, 2
"""
OF_WHOM = """
UPDATE crm_recipientnotice n SET client_id = coalesce(c.canonical_id, c.id)
FROM consent_subjectrequest r JOIN crm_client c ON c.id = r.client_id WHERE r.id = n.request_id
"""


class Migration(migrations.Migration):
    dependencies = [("crm", "0028_names_with_countries")]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.BigIntegerField()),
                ("first_at", models.DateTimeField()),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="disclosures", to="crm.destination"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client_id", "destination"), name="a_disclosure_is_kept_once_for_a_destination"
                    )
                ],
            },
        ),
        migrations.RunSQL(TOLD_BEFORE, migrations.RunSQL.noop),
        migrations.AddField("recipientnotice", "client_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(OF_WHOM, migrations.RunSQL.noop),
        migrations.AlterField("recipientnotice", "client_id", models.BigIntegerField()),
        migrations.AlterField(
            "recipientnotice",
            "request",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="recipient_notices", to="consent.subjectrequest"
            ),
        ),
        migrations.RemoveConstraint("recipientnotice", "a_recipient_is_told_once_of_a_request"),
        migrations.AddConstraint(
            "recipientnotice",
            models.UniqueConstraint(
                fields=("request", "destination", "type", "client_id"), name="a_recipient_is_told_once_of_a_request"
            ),
        ),
    ]
