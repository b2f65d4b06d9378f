"""manage.py reseal: secrets sealed under a former SECRET_KEY, sealed under the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clienteling.actions.reseal import reseal_secrets


class Command(BaseCommand):
    help = "Seals under the new secret key what was sealed under a former one; then the former one may go."

    def handle(self, *args: Any, **options: Any) -> None:
        result = reseal_secrets()
        self.stdout.write(f"{result.changed} sealed anew.")
        if result.unreadable:
            raise CommandError(f"No known key opens: {', '.join(result.unreadable)}. Make these secrets anew.")
