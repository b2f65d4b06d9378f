"""manage.py reseal: what is sealed or hashed under a former key, carried to the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clienteling.actions.reseal import reseal_secrets
from consent.contact_hash import is_key_changing
from consent.rehashing.carry_over import carry_over


class Command(BaseCommand):
    help = "Carries what is sealed or hashed under a former key to the new one."

    def handle(self, *args: Any, **options: Any) -> None:
        result = reseal_secrets()
        self.stdout.write(f"{result.changed} sealed anew.")
        if is_key_changing():
            self._carry_over()
        if result.unreadable:
            raise CommandError(f"No known key opens: {', '.join(result.unreadable)}. Make these secrets anew.")

    def _carry_over(self) -> None:
        done = carry_over()
        self.stdout.write(f"{done.changed} hashes carried to the new key.")
        for model, rows in done.former.items():
            self.stdout.write(f"  {model}: {rows} rows need a former key.")
        if done.strangers:
            raise CommandError(
                f"Under a key that is not known: {', '.join(done.strangers)}. See docs/security.md, Changing a secret."
            )
