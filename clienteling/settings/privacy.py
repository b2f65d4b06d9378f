"""Privacy: who answers for it, where clients' data may lie, and the folders outside of the database."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from clienteling.settings.environment import VAR, listed_or_none


def folders_by_code(name: str) -> dict[str, Path]:
    folders = {}
    for item in listed_or_none(name):
        code, _, folder = item.partition("=")
        if not code or not folder:
            raise ImproperlyConfigured(f"{name}: write code=/a/folder, by commas.")
        folders[code] = Path(folder)
    return folders


# Who answers for the processing, as the records of GDPR Art. 30 have to say; shown as missing when unset.
CONTROLLER_NAME = os.environ.get("CLIENTELING_CONTROLLER_NAME", "")
CONTROLLER_CONTACT = os.environ.get("CLIENTELING_CONTROLLER_CONTACT", "")
CONTROLLER_REPRESENTATIVE = os.environ.get("CLIENTELING_CONTROLLER_REPRESENTATIVE", "")
DATA_PROTECTION_OFFICER = os.environ.get("CLIENTELING_DATA_PROTECTION_OFFICER", "")
# The region of data protection law where the house's own systems lie (consent.residency.regions).
HOME_REGION = os.environ.get("CLIENTELING_HOME_REGION", "eu")
# How many clients one person takes out in files within a day; beyond, the privacy officer is told.
EXPORT_ROWS_A_DAY = int(os.environ.get("CLIENTELING_EXPORT_ROWS_A_DAY", "50000"))
# Archives for clients who asked what is held of them (consent/rights/export/). For web and workers; kept a week.
EXPORT_FOLDER = Path(os.environ.get("CLIENTELING_EXPORT_FOLDER", VAR / "exports"))
# Further ones, in other regions: code=folder, by commas.
EXPORT_FOLDERS = folders_by_code("CLIENTELING_EXPORT_FOLDERS")
# Erasures, withdrawals and restrictions, outside of the database and its backups: a disk that web and workers share.
PRIVACY_JOURNAL_FOLDER = Path(os.environ.get("CLIENTELING_PRIVACY_JOURNAL_FOLDER", VAR / "privacy-journal"))
