"""The configuration of the embedded PostgreSQL: small, private, and silent about people."""

import os
from pathlib import Path

# A container's /dev/shm is often 64 MB, too little for one parallel hash join.
ENOUGH_SHARED_MEMORY = 256 * 1024 * 1024
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (measured, never written to)


def configuration(run: Path) -> str:
    """Return the text of postgresql.conf. CLIENTELING_ENGINES_FAST=1 gives up safety on power loss, for tests.

    Without an fsync a commit still reaches the kernel before it is confirmed, so a killed server loses nothing;
    without synchronous_commit it would lose the last moments, and that is never given up.
    """
    return "".join(f"{name} = {value}\n" for name, value in _settings(run).items())


def _settings(run: Path) -> dict[str, str]:
    safe = "off" if os.environ.get("CLIENTELING_ENGINES_FAST") == "1" else "on"
    return {
        "listen_addresses": "''",
        "unix_socket_directories": _quoted(f'"{run}"'),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "256MB",
        "effective_cache_size": "1GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "huge_pages": "off",
        "dynamic_shared_memory_type": _shared_memory(),
        "fsync": safe,
        "synchronous_commit": "on",
        "full_page_writes": safe,
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C'",
        # A failed statement and its detail carry names and addresses of clients: they stay out of the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
    }


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _shared_memory() -> str:
    if not SHARED_MEMORY.is_dir():
        return "posix"
    found = os.statvfs(SHARED_MEMORY)
    return "posix" if found.f_frsize * found.f_blocks >= ENOUGH_SHARED_MEMORY else "mmap"
