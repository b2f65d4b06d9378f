"""Where uploaded files lie: one folder that web and workers share, readable by nobody else."""

from pathlib import Path

from django.conf import settings

from crm.models import Upload


def upload_folder() -> Path:
    """The folder of settings.UPLOAD_FOLDER, made at first."""
    folder = Path(settings.UPLOAD_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def file_of(upload: Upload) -> Path:
    return upload_folder() / upload.stored_as


def rejects_of(upload: Upload, *, is_check: bool) -> Path:
    """The lines that were refused: by a check, or by the import itself."""
    return upload_folder() / f"{upload.stored_as}.{'check' if is_check else 'rejects'}.csv"


def latest_rejects_of(upload: Upload) -> Path:
    """Those of the import, else those of the check: a file that was imported before is not read again."""
    of_import = rejects_of(upload, is_check=False)
    return of_import if upload.result and of_import.exists() else rejects_of(upload, is_check=True)


def delete_files_of(upload: Upload) -> None:
    """The file and what was written of it. Twice is as good as once."""
    for path in (file_of(upload), rejects_of(upload, is_check=True), rejects_of(upload, is_check=False)):
        path.unlink(missing_ok=True)
