"""Whoever looks an address up looks under every key: the hash under the current one alone is asked for by few."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3]
APPS = ("clienteling", "journeys", "crm", "consent")
# Modules that ask for the hash under the current key alone, each with its reason.
ALLOWED = {
    "clienteling/demo/history/consents.py": "Writes into a database that it has just made.",
    "clienteling/demo/privacy/decisions.py": "Writes into a database that it has just made.",
    "consent/actions/merge.py": "Of the record itself, which nobody is silenced by.",
    "consent/rehashing/settle.py": "While there is one key only.",
    "consent/rights/erasing/person.py": "Writes what is remembered of the erased; readers ask identifier_hashes.",
    "consent/rights/identity.py": "Writes a question; whoever sends it compares under every key.",
    "crm/identity/address_code.py": "Names an address in a form, and reads the answer under every key.",
    "journeys/actions/queue_request_news.py": "Writes a message's address; whoever sends it compares under every key.",
    "journeys/actions/queue_address.py": "Makes the key of a message of one day; nobody is looked up by it.",
}


def test_only_these_ask_for_one_hash() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "contact_hash"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }

    assert asking == set(ALLOWED)
