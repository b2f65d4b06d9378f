"""One sender: ``python sender.py PORT WRITE_KEY SECONDS`` posts batches over many connections, prints what it did.

A program of its own, without Django and with as little work a batch as there can be (a body that is made but for its
ids and its time, plain sockets, one thread), so that the load weighs little beside what it measures. A connection
sends its next batch when the answer to the one before has come.
"""

import base64
import json
import selectors
import socket
import sys
import time
import uuid
from datetime import UTC, datetime

CALLS = 20
CONNECTIONS = 16
TIMEOUT_SECONDS = 30
CONTEXT = {
    "library": {"name": "bench", "version": "1"},
    "locale": "fr-FR",
    "page": {"path": "/gifts", "title": "Gifts", "url": "https://aurelle.example/gifts"},
    "userAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
}
PROPERTIES = {
    "sku": "AUR-BAG-1",
    "name": "Sac Royale",
    "price": 2400,
    "currency": "EUR",
    "category": "bags",
    "position": 3,
}
HEAD = (
    "POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Basic {basic}\r\n"
    "Content-Type: application/json\r\nContent-Length: "
)
ALL_ACCEPTED = b'"accepted":%d,' % CALLS


def template() -> str:
    """A batch with places for a prefix of the message ids and for the time; half views, half products."""
    kinds = ({"type": "page", "name": "Gifts"}, {"type": "track", "event": "Product Viewed"})
    calls = [
        {
            **kinds[number % 2],
            "messageId": f"@PREFIX@-{number}",
            "anonymousId": f"visitor-{number % 5}-@PREFIX@",
            "timestamp": "@TIME@",
            "properties": PROPERTIES,
            "context": CONTEXT,
        }
        for number in range(CALLS)
    ]
    return json.dumps({"batch": calls, "sentAt": "@TIME@"})


class Batches:
    """The requests, each with message ids that no other has."""

    def __init__(self, port: str, write_key: str) -> None:
        basic = base64.b64encode(f"{write_key}:".encode()).decode()
        self._head, self._text = HEAD.format(port=port, basic=basic).encode(), template().encode()

    def next(self) -> bytes:
        now = datetime.now(UTC).isoformat().encode()
        body = self._text.replace(b"@PREFIX@", str(uuid.uuid4()).encode()).replace(b"@TIME@", now)
        return b"%s%d\r\n\r\n%s" % (self._head, len(body), body)


class Link:
    """One connection, what has come of its answer, and when it sent."""

    def __init__(self, port: str) -> None:
        self.came, self.sent_at = b"", 0.0
        self.socket = socket.create_connection(("127.0.0.1", int(port)), timeout=TIMEOUT_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.came, self.sent_at = b"", time.perf_counter()
        self.socket.sendall(request)

    def is_answered(self) -> bool:
        """Whether the answer is complete. Ends the program when it is anything but twenty accepted."""
        part = self.socket.recv(65536)
        self.came += part
        head, _, body = self.came.partition(b"\r\n\r\n")
        if not part or not head.startswith(b"HTTP/1.1 200"):
            sys.exit(f"not accepted: {self.came.decode()}")
        if not body.endswith(b"}"):
            return False
        if ALL_ACCEPTED not in body:
            sys.exit(f"not all accepted: {body.decode()}")
        return True


def main(port: str, write_key: str, seconds: str) -> None:
    batches, selector, latencies = Batches(port, write_key), selectors.DefaultSelector(), []
    started = time.perf_counter()
    for _ in range(CONNECTIONS):
        link = Link(port)
        link.send(batches.next())
        selector.register(link.socket, selectors.EVENT_READ, link)
    while selector.get_map():
        ready = selector.select(TIMEOUT_SECONDS)
        if not ready:
            sys.exit(f"no answer within {TIMEOUT_SECONDS} seconds")
        for key, _ in ready:
            if not key.data.is_answered():
                continue
            now = time.perf_counter()
            latencies.append(round(1000 * (now - key.data.sent_at), 2))
            if now < started + float(seconds):
                key.data.send(batches.next())
            else:
                selector.unregister(key.fileobj)
    took = time.perf_counter() - started
    report = {"events": CALLS * len(latencies), "seconds": took, "processor": time.process_time()}
    print(json.dumps({**report, "latencies": latencies}))


if __name__ == "__main__":
    main(*sys.argv[1:])
