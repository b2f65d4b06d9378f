from typing import Any

from django.db import migrations

from consent.purposes import ensure_purposes


def make_standing_purposes(apps: Any, schema_editor: Any) -> None:
    ensure_purposes(apps)


class Migration(migrations.Migration):
    dependencies = [("consent", "0022_corrections")]

    operations = [migrations.RunPython(make_standing_purposes, migrations.RunPython.noop)]
