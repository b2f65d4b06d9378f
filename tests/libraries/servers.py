"""Two small servers on this machine: a website of another origin, and one before ours that refuses at first."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

# What a server between two others says itself. (Length and host are set by whoever sends.)
OWN_HEADERS = ("connection", "content-length", "host", "date", "server")


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server with this handler, on a free port; it is gone afterwards."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words: Any) -> None:
        """Nothing: the requests of a test are in what it asserts."""

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def website(files: dict[str, tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    """A website of these paths, each with its type and content; whatever else is asked for is 404."""

    class Website(_Quiet):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            kind, content = files.get(path, ("text/plain", b"not here"))
            self.answer(200 if path in files else 404, {"Content-Type": kind}, content)

    return Website


@dataclass
class Refusals:
    """Answers to give before anything is let through, then how many answers of the product get lost on their way.

    ``asked``: what the product or this server answered, ``(method, path, status)``, in order.
    """

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    loses: int = 0
    asked: list[tuple[str, str, int]] = field(default_factory=list)


def grudging(refusals: Refusals, product: str) -> type[BaseHTTPRequestHandler]:
    """Hands requests on to the product, unchanged, once its refusals are used up. A preflight is never refused."""

    class Grudging(_Quiet):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if refusals.answers and self.command == "POST":
                status, headers = refusals.answers.pop(0)
                self._note(status)
                self.answer(status, {"Access-Control-Allow-Origin": self.headers.get("Origin", "*"), **headers}, b"")
                return
            self._hand_on(body)

        do_OPTIONS = do_GET = do_POST

        def _hand_on(self, body: bytes) -> None:
            link = http.client.HTTPConnection(urlsplit(product).netloc, timeout=30)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in OWN_HEADERS}
            link.request(self.command, self.path, body, kept)
            answer = link.getresponse()
            content = answer.read()
            link.close()
            passed = {name: value for name, value in answer.getheaders() if name.lower() not in OWN_HEADERS}
            self._note(answer.status)
            if refusals.loses and self.command == "POST":
                refusals.loses -= 1
                self.close_connection = True
                return
            self.answer(answer.status, passed, content)

        def _note(self, status: int) -> None:
            refusals.asked.append((self.command, self.path, status))

    return Grudging
