from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0019_protection")]

    operations = [
        migrations.AddField(
            model_name="contactpreference",
            name="preferred_channel",
            field=models.CharField(
                blank=True, help_text="Where they would rather be reached; empty: no wish.", max_length=20
            ),
        ),
    ]
