from tests.crm.ingest.files.kinds.conftest import import_rows

__all__ = ["import_rows"]
