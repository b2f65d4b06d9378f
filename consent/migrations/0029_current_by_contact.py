from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0028_buyers_who_fall_silent")]

    operations = [
        migrations.AddIndex(
            model_name="currentdecision",
            index=models.Index(fields=["contact_hash"], name="current_by_contact"),
        ),
    ]
