"""A no to sensitive information leaves work behind, whichever way it was written; a replay's too."""

import django.db.models.deletion
from django.db import migrations, models

NOTES = """
CREATE FUNCTION sensitive_withdrawal_is_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO consent_sensitivewithdrawal (client_id, brand_id, decision_id, counts, due_at)
    SELECT d.client_id, d.brand_id, d.id, '{}', now() FROM fresh d JOIN consent_purpose p ON p.id = d.purpose_id
    WHERE p.code = 'sensitive-data' AND d.status IN ('refused', 'withdrawn', 'expired') ORDER BY d.id;
    RETURN NULL;
END $$;
CREATE TRIGGER consent_decision_leaves_work AFTER INSERT ON consent_decision REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION sensitive_withdrawal_is_noted();
"""
FORGETS = """
DROP TRIGGER consent_decision_leaves_work ON consent_decision;
DROP FUNCTION sensitive_withdrawal_is_noted();
"""


class Migration(migrations.Migration):
    dependencies = [("consent", "0026_wechat"), ("crm", "0025_recipient_notices")]

    operations = [
        migrations.CreateModel(
            name="SensitiveWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("decision_id", models.BigIntegerField(help_text="The refusal or withdrawal, in the ledger.")),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, help_text="Table to how many rows went or were emptied."
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crm.brand"
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sensitive_withdrawals",
                        to="crm.client",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)), fields=["due_at"], name="sensitive_withdrawal_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision_id",), name="a_withdrawal_of_sensitive_data_is_carried_out_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(NOTES, FORGETS),
    ]
