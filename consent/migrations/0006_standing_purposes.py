"""The purposes that every house has, with their first words, and the rules of what may cross a border."""

from typing import Any

from django.db import migrations

from consent.purposes import ensure_purposes
from consent.residency.defaults import ensure_transfer_rules


def make_what_stands(apps: Any, schema_editor: Any) -> None:
    ensure_purposes(apps)
    ensure_transfer_rules(apps)


class Migration(migrations.Migration):
    replaces = [
        ("consent", "0004_standing_purposes"), ("consent", "0023_sharing"), ("consent", "0025_separate_consents"),
    ]  # fmt: skip

    dependencies = [("consent", "0005_sensitive_withdrawals")]

    # Going back, decisions may stand on them.
    operations = [migrations.RunPython(make_what_stands, migrations.RunPython.noop)]
