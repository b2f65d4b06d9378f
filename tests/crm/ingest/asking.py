"""What somebody sends who has a website's key and wants to know whom the house knows, and what they hear."""

from typing import Any

from crm.models import Source
from tests.crm.ingest.sending import call, post


def answers(source: Source, *calls: dict[str, Any], messages: str) -> list[tuple[int, dict[str, Any]]]:
    """Each sent alone, twice: status and body of each answer, but for the moment."""
    found = []
    for number, each in enumerate(calls):
        for _ in range(2):
            body = {**each, "messageId": f"{messages}-{number}", "writeKey": source.write_key}
            answer = post(f"/v1/{each['type']}", body)
            found.append((answer.status_code, {**answer.json(), "receivedAt": ""}))
    return found


def asked(email: str, device: str) -> list[dict[str, Any]]:
    """What somebody would send who wants to know whether the house knows this address, and since when."""
    ids = [{"type": "email", "id": email}]
    return [
        call("identify", anonymousId=f"{device}-1", traits={"email": email}),
        call("identify", anonymousId=f"{device}-2", traits={"email": email, "phone": "+33639981234"}),
        call("track", anonymousId=f"{device}-3", context={"externalIds": ids}, timestamp="1995-01-01T12:00:00Z"),
    ]
