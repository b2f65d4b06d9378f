from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0034_handed_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='handedin',
            name='alerts',
            field=models.PositiveSmallIntegerField(
                default=0, help_text='How many of the warnings before the end went out.'
            ),
        ),
    ]
