import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import crm.models.merge


def _foreign_key(to: str, name: str, on_delete=django.db.models.deletion.PROTECT, **options):
    return models.ForeignKey(on_delete=on_delete, related_name=name, to=to, **options)


class Migration(migrations.Migration):
    dependencies = [("crm", "0004_interactions_by_month")]

    operations = [
        migrations.CreateModel(
            name="MergeLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200)),
                (
                    "choices",
                    models.JSONField(default=dict, help_text='Field to "keep" or "duplicate", as they were chosen.'),
                ),
                (
                    "identifiers",
                    models.JSONField(default=list, help_text="Ids of the survivor's own identifiers at that moment."),
                ),
                (
                    "consents",
                    models.JSONField(default=dict, help_text="What held for the survivor before, see consent.merging."),
                ),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "actor",
                    _foreign_key(settings.AUTH_USER_MODEL, "+", blank=True, help_text="Empty: by rule.", null=True),
                ),
                ("duplicate", _foreign_key("crm.client", "merged_by")),
                ("keep", _foreign_key("crm.client", "merges")),
                ("undone_by", _foreign_key(settings.AUTH_USER_MODEL, "+", blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MergeMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(help_text="app.model", max_length=60)),
                ("rows", models.JSONField(encoder=crm.models.merge.AsText, help_text="Their ids.")),
                ("log", _foreign_key("crm.mergelog", "moves", on_delete=django.db.models.deletion.CASCADE)),
            ],
        ),
        migrations.CreateModel(
            name="MergeChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(help_text="app.model", max_length=60)),
                ("row", models.CharField(help_text="Its id.", max_length=40)),
                ("field", models.CharField(max_length=60)),
                ("before", models.JSONField(encoder=crm.models.merge.AsText, null=True)),
                ("after", models.JSONField(encoder=crm.models.merge.AsText, null=True)),
                ("is_amount", models.BooleanField(default=False)),
                ("log", _foreign_key("crm.mergelog", "changes", on_delete=django.db.models.deletion.CASCADE)),
            ],
        ),
        migrations.AddConstraint(
            model_name="mergelog",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at", None)),
                fields=("duplicate",),
                name="a_client_is_merged_into_one_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergelog",
            constraint=models.CheckConstraint(
                condition=models.Q(("keep", models.F("duplicate")), _negated=True), name="a_merge_has_two_clients"
            ),
        ),
        migrations.AddIndex(
            model_name="mergechange",
            index=models.Index(fields=["model", "row", "field"], name="merge_change_by_value"),
        ),
    ]
