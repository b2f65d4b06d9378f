"""Writes docs/endpoints.md from the matrix that the tests hold: ``python -m tests.endpoints``, or ``make endpoints``.

Nothing in it is typed twice: the addresses come from the resolver, the answers from the rows of
tests/matrix and tests/clienteling/api/test_scopes.py, which are run against every role and key.
"""

import os
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "endpoints.md"
WORDS = {302: "yes", 204: "yes", 200: "yes", 422: "yes", 400: "yes", 403: "403", 404: "404"}
HEADS = {
    "stranger": "nobody", "alice": "advisor", "bob": "colleague", "maya": "manager", "charlie": "other boutique",
    "sora": "other brand's advisor", "fanny": "HQ of the country", "italy": "HQ of another country",
    "hana": "HQ of the group", "elsewhere": "HQ of another brand", "petra": "privacy officer",
    "pia": "privacy officer of another brand", "ada": "administrator",
}  # fmt: skip
INTRODUCTION = """# Every address, and who is answered

Written by `make endpoints` from the matrix that `tests/test_endpoint_matrix.py` and
`tests/clienteling/api/test_scopes.py` call address by address; a test fails when this page is not what they hold, or
when an address has no row.

What is named in an address belongs to Camille, who is known to one boutique of one brand in one country: to its
advisor, a colleague and their manager, to the headquarters of that country and of the group. For the others she does
not exist. **404** is the answer to what does not exist and to what is not one's own, alike in status, headers and body;
**403** to what this role never does; **log in** sends to the log-in page (a fragment is answered 401). An answer that
refuses changes nothing, which the tests assert too. Where a link, a cut or a review of an identity is named, the
matrix names one that there is not: **404** is then the answer to whoever may.
"""


def page() -> str:
    """The whole page, as it has to be."""
    from tests.clienteling.api.test_scopes import ENDPOINTS
    from tests.matrix import ROWS
    from tests.matrix.addresses import BY_PREFIX, ROUTES

    of_staff = [row for row in ROWS if not row.route.startswith("preferences/")]
    of_clients = sorted(
        {f"`{row.method.upper()} /{row.route}`" for row in ROWS if row.route.startswith("preferences/")}
    )
    staff = [
        (f"`{row.method.upper()} /{_plain(row.route)}`", *(_word(row.given[name], name) for name in HEADS))
        for row in of_staff
    ]
    api = [(f"`{method.upper()} /api/v1/{path}`", f"`{scope}`") for method, path, scope, _ in ENDPOINTS]
    others = [route for route in ROUTES if route.startswith(BY_PREFIX)]
    parts = [
        INTRODUCTION,
        "## Screens and their fragments\n",
        _table(("address", *HEADS.values()), staff),
        "## Pages of the client\n\nBy a link that the house signed and by nothing else: a log-in of the staff opens"
        " none of them, and a token that is not whole, or too old, is answered 400.\n",
        _list(of_clients),
        "## The interface of machines\n\nWithout a key 401 `api_key_missing`, with a revoked or made-up one 401"
        " `api_key_invalid`, without the scope 403 `permission_denied`. A key is of one brand: what another brand knows"
        " is answered as what does not exist. A log-in of the staff opens nothing here.\n",
        _table(("address", "scope"), dict.fromkeys(api)),
        "## The others\n\n"
        "| begins with | addresses | who |\n|---|---|---|\n"
        f"| `/v1/` | {_count(others, 'v1/')} | whoever has a source's write key, from an origin that the source names;"
        " without one 401 `write_key_unknown`. `tag.js` is public |\n"
        f"| `/shop/`, `/app/` | {_count(others, 'shop/', 'app/')} | the public, with a session of their own; they speak"
        " the interface above and nothing else |\n"
        f"| `/accounts/` | {_count(others, 'accounts/')} | the staff's log-in, second factor and log-ins; a stranger is"
        " told nothing of an account |\n"
        f"| `/admin/` | {_count(others, 'admin/')} | administrators; everybody else is sent to the log-in |\n"
        f"| `/demo/` | {_count(others, 'demo/')} | the demonstration only; in production there is none |",
    ]
    return "\n".join(parts).rstrip() + "\n"


def _word(status: int, name: str) -> str:
    return "log in" if name == "stranger" and status == 302 else WORDS.get(status, str(status))


def _plain(route: str) -> str:
    return route.replace("|", "\\|")


def _count(routes: list[str], *beginnings: str) -> int:
    return sum(route.startswith(beginnings) for route in routes)


def _list(lines: Iterable[str]) -> str:
    return "".join(f"* {line}\n" for line in lines)


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    names = list(heads)
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write() -> None:
    # The addresses are asked for, and no database.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clienteling.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql:///nowhere")
    os.environ.setdefault("REDIS_URL", "redis://nowhere")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
