"""One sender: ``python sender.py PORT WRITE_KEY SECONDS`` posts batches over one connection, prints what it did.

A program of its own, without Django, so that the load weighs as little as it can beside what it measures.
"""

import base64
import http.client
import json
import sys
import time
import uuid
from datetime import UTC, datetime

CALLS = 20
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


def main(port: str, write_key: str, seconds: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", int(port))
    basic = base64.b64encode(f"{write_key}:".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
    text, latencies = template(), []
    started = time.perf_counter()
    while (at := time.perf_counter()) < started + float(seconds):
        body = text.replace("@PREFIX@", str(uuid.uuid4())).replace("@TIME@", datetime.now(UTC).isoformat())
        connection.request("POST", "/v1/batch", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or json.loads(content)["accepted"] != CALLS:
            sys.exit(f"{answer.status}: {content.decode()}")
        latencies.append(round(1000 * (time.perf_counter() - at), 2))
    took = time.perf_counter() - started
    print(json.dumps({"events": CALLS * len(latencies), "seconds": took, "latencies": latencies}))


if __name__ == "__main__":
    main(*sys.argv[1:])
