"""PostgreSQL and Redis for somebody who has neither: started from Python wheels, joined, adopted, stopped.

Imports nothing of Django. `addresses()` is all that settings need; `ensure()` is what a process calls before
it connects.
"""

from .addresses import Addresses, addresses
from .errors import EngineError
from .lifetime import Running, ensure, leave, leave_on_signals, stop
from .urls import celery_url, parse_database_url

__all__ = [
    "Addresses",
    "EngineError",
    "Running",
    "addresses",
    "celery_url",
    "ensure",
    "leave",
    "leave_on_signals",
    "parse_database_url",
    "stop",
]
