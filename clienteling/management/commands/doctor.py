"""``manage.py doctor``: what the product stands on here, what is wrong with it, and what to do."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from clienteling.queries.diagnosis import Finding, findings


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Prints engines, migrations and due work; ends with status 1 when something is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [finding for finding in findings() if self._tell(finding).is_wrong]
        if wrong:
            sys.exit(1)
        self.stdout.write(self.style.SUCCESS("Nothing is wrong."))

    def _tell(self, finding: Finding) -> Finding:
        self.stdout.write(f"{finding.subject:<26}{finding.state}")
        if finding.is_wrong:
            self.stdout.write(self.style.ERROR(f"{'':<26}{finding.fix}"))
        return finding
