"""The public interface under Schemathesis: whatever its own document allows, and what it does not, is sent to it.

Two keys take turns, one of each of two brands: what one of them made, the other must not get. ``make fuzz`` makes the
environment and runs this; the tests of ``make test`` leave it out, since it takes a minute and a half.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from consent.models import AccessEntry
from crm.api.keys import issue_api_key
from crm.models import Boutique, Brand, Client
from journeys.actions.library import ensure_journeys
from tests.clienteling.api.conftest import SCOPES
from tests.factories import make_boutique, make_known_client, make_product, make_source, set_stock

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
PROGRAM = Path(os.environ.get("SCHEMATHESIS", ROOT / ".venv-fuzz" / "bin" / "schemathesis"))
SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))
CHECKS = (
    "not_a_server_error",
    "ignored_auth",
    "use_after_free",
    "ensure_resource_availability",
    "object_level_authorization",
    "unsupported_method",
    "content_type_conformance",
    "status_code_conformance",
    "response_schema_conformance",
)


def known(boutique: Boutique) -> dict[str, str]:
    """Field or parameter to the name of something that the first key's brand has."""
    client, name = Client.objects.get(given_name="Aurelle"), "aurelle"
    return {
        "uid": client.uid, "client_uid": client.uid, "client": client.uid, "email": f"{name}@mail.example",
        "code": f"tote-{name}", "product": f"tote-{name}", "sku": f"TOTE-{name}".upper(), "source": f"web-{name}",
        "boutique": boutique.code, "number": "R1", "currency": "EUR", "purpose": "marketing", "channel": "email",
    }  # fmt: skip


def furnish(boutique: Boutique, name: str) -> str:
    """A piece in stock, a source, a client; the key that its machines call with."""
    brand = boutique.brand
    product = make_product(brand, f"tote-{name}", tags=["gift"])
    set_stock(product, make_boutique(brand, f"online-{name}", kind="online"), 5)
    make_source(brand, f"web-{name}")
    make_known_client(boutique, name.title(), email=f"{name}@mail.example")
    ensure_journeys(brand)
    return issue_api_key(name, brand=brand, scopes=SCOPES)[1]


def configuration(folder: Path, keys: dict[str, str]) -> Path:
    header = {name: [{"name": "Authorization", "value": f"Bearer {key}"}] for name, key in keys.items()}
    accounts = {"auth": [{"name": name, "fixedHeaders": headers} for name, headers in header.items()]}
    (folder / "keys.json").write_text(json.dumps(accounts))
    path = folder / "schemathesis.toml"
    path.write_text(f'[auth.wfc]\npath = "{folder / "keys.json"}"\npeers = {json.dumps(list(keys))}\n')
    return path


@pytest.mark.skipif(not PROGRAM.exists(), reason="make fuzz installs Schemathesis")
def test_nothing_that_is_sent_breaks_the_interface_or_opens_what_is_not_ones_own(
    live_server: LiveServer, boutique: Boutique, other_brand: Brand, tmp_path: Path, settings: Any
) -> None:
    keys = {
        "aurelle": furnish(boutique, "aurelle"),
        "sorane": furnish(make_boutique(other_brand, "sorane-paris"), "sorane"),
    }
    command = [
        PROGRAM, "--config-file", configuration(tmp_path, keys), "run", f"{live_server.url}/api/v1/schema/?format=json",
        "--checks", ",".join(CHECKS), "--max-time", str(SECONDS), "--request-timeout", "20", "--workers", "1",
        "--continue-on-failure", "--generation-database", "none", "--no-color", "--warnings", "off",
    ]  # fmt: skip

    names = {"KNOWN_NAMES": json.dumps(known(boutique)), "SCHEMATHESIS_HOOKS": "tests.fuzz.known_names"}
    told = {**os.environ, **names, "PYTHONPATH": str(ROOT)}

    ran = subprocess.run(
        [str(each) for each in command], env=told, cwd=tmp_path, check=False, capture_output=True, text=True,
        timeout=SECONDS * 4,
    )  # fmt: skip

    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
    # Something got past the refusals.
    assert AccessEntry.objects.exclude(api_key="").exists()
