"""A free port, beginning at the usual one."""

import socket
from contextlib import closing

TRIES = 50


class NoFreePort(Exception):
    """Every port that was tried is taken."""


def free_port(wanted: int, *, host: str) -> int:
    """Return `wanted` or the next free port after it. Raises NoFreePort after TRIES of them."""
    for port in range(wanted, wanted + TRIES):
        if is_free(port, host=host):
            return port
    raise NoFreePort(f"The ports {wanted} to {wanted + TRIES - 1} are all taken.")


def is_free(port: int, *, host: str) -> bool:
    # On macOS one may bind beside a listener on all addresses, so ask first whether somebody answers.
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0:  # noqa: S104
            return False
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
