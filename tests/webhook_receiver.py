"""A receiver of webhooks, as another system would run one: a real HTTP server that can misbehave."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """``answers``: statuses to give first, in order; afterwards 200. ``hang`` for "no answer", ``drip`` for a byte now
    and then, ``die`` for a connection that is cut after the whole was read."""

    url: str = ""
    answers: list[int | str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @property
    def known(self) -> set[str]:
        """Whom a system would hold that keeps each message once, whatever the number of its tries."""
        held: set[str] = set()
        seen: set[str] = set()
        for each in self.received:
            if each.headers["webhook-id"] in seen:
                continue
            seen.add(each.headers["webhook-id"])
            data = each.message["data"]
            held = set() if each.message["type"] == "audience.reset" else held
            held |= {one["uid"] for one in data["entered"]}
            held -= {one["uid"] for one in data["left"]}
        return held


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.is_over.set()
        server.shutdown()
        server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.received.append(Received({name.lower(): value for name, value in self.headers.items()}, body))
            answer = receiver.answers.pop(0) if receiver.answers else 200
            if isinstance(answer, int):
                self._answer(answer)
            elif answer == "hang":
                receiver.is_over.wait(60)
            elif answer == "drip":
                self._drip()
            self.close_connection = True

        def _answer(self, status: int) -> None:
            self.send_response(status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def _drip(self) -> None:
            for letter in b"HTTP/1.1 200 OK\r\nx-slow: " + b"x" * 1000:
                if receiver.is_over.is_set():
                    return
                try:
                    self.wfile.write(bytes([letter]))
                except OSError:
                    return
                time.sleep(0.05)

        def log_message(self, format: str, *args: Any) -> None:
            """The test says what came."""

    return Handler
