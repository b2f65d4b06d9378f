"""Where exports lie: one folder that web and workers share, readable by nobody else."""

import os
from pathlib import Path
from typing import BinaryIO

from consent.models import DataExport
from consent.rights.export.storage import HOME, storage_folders


def export_folder(storage: str = HOME) -> Path:
    """The folder of a storage (consent.rights.export.storage), made at first. KeyError if it has none any more."""
    folder = storage_folders()[storage]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def file_of(export: DataExport) -> Path:
    return export_folder(export.storage) / export.stored_as


def open_private(path: Path) -> BinaryIO:
    """A new file that only this user reads, empty if it was there."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def delete_file_of(export: DataExport) -> None:
    """Twice is as good as once; also what a worker that died had begun."""
    file_of(export).unlink(missing_ok=True)
    delete_begun_of(export)


def delete_begun_of(export: DataExport) -> None:
    """Whatever half of it lies there, of whichever worker."""
    for half in export_folder(export.storage).glob(f"{export.stored_as}.*.part"):
        half.unlink(missing_ok=True)


def begun_of(export: DataExport) -> Path:
    """Where the worker who holds the lease writes it until it is whole: one whose lease ran out unlinks its own half,
    and not that of whoever came after."""
    return export_folder(export.storage) / f"{export.stored_as}.{export.lease_token}.part"
