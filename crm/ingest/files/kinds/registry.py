"""The kinds that ``manage.py import`` takes."""

from crm.ingest.files.kinds import Kind
from crm.ingest.files.kinds.purchases import Purchases

KINDS: dict[str, type[Kind]] = {"purchases": Purchases}
