"""Files that were handed in, and what came of them."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

FILES = (
    Table(
        model="crm.Upload",
        whose=Whose.CLIENT,
        purposes=("service", "relationship"),
        retention=Retention.SHORT,
        erasure=Erasure.KEEP,
        because="The figures of an import stay; the file that held many people's rows is deleted within days.",
        # The file behind ``stored_as`` holds rows of many people; these say how many and which lines were refused.
        personal={"files": ("file_name", "stored_as", "foretold", "result", "error")},
        plain=(
            "id", "brand", "kind", "size", "mapping", "status", "due_at", "is_pausing", "rows", "bytes_read",
            "error_code", "actor", "created_at", "worked_at", "finished_at", "erased_at",
        ),
    ),
    Table(
        model="crm.ImportRun",
        plain=(
            "id", "kind", "brand", "sha256", "file_name", "status", "position", "counts", "actor", "started_at",
            "finished_at",
        ),
    ),
    Table(model="crm.SavedMapping", plain=("id", "brand", "kind", "name", "content", "saved_by", "saved_at")),
)  # fmt: skip
