"""The purposes that a client in China is asked about separately, with their first words."""

from django.db import migrations

from consent.purposes import ensure_purposes


def make_purposes(registry, editor):
    ensure_purposes(registry)


def keep_purposes(registry, editor):
    """Decisions may stand on them."""


class Migration(migrations.Migration):
    dependencies = [("consent", "0024_residency")]

    operations = [migrations.RunPython(make_purposes, keep_purposes)]
