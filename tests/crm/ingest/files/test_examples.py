"""The mappings of docs/examples read what they say that they read."""

from pathlib import Path

import pytest
from django.conf import settings

from crm.ingest.files.importing import ImportRequest, import_file
from crm.models import Boutique, Client
from tests.factories import add_identifier, make_product

pytestmark = pytest.mark.django_db
EXAMPLES = settings.BASE_DIR / "docs" / "examples"
FILES = {
    "clients": (
        "Kundennummer;E-Mail;Telefon;Vorname;Nachname;Geburtsdatum;Land;Filiale;Beraterin;Stufe;Kunde seit;Ringweite;"
        "Hochzeitstag\n18;eva@mail.example;0664 1234567;Eva;Hübner;02.05.1984;Österreich;paris-saint-honore;;Gold;"
        "01.03.2019;52;12.06.2010\n",
        {"clients": 1, "identifiers": 3},
    ),
    "products": (
        "Article,Style,Name EN,Name FR,Text EN,Category,Collection,Material,Colour,Tags,Picture,Size,Price,Currency,"
        "Market\nR-52,ring,Ring,Bague,Gold.,jewellery,Spring,gold,yellow,gift/new,,52,900,EUR,FR\n",
        {"categories": 1, "products": 1, "variants": 1, "prices": 1},
    ),
    "stock": ("Article,Store,On hand\nTOTE,0017,3\n", {"stock figures": 1}),
    "interactions": (
        '{"messageId": "m-1", "timestamp": "2026-01-05T10:00:00Z", "type": "track", "event": "Product Viewed",'
        ' "userId": "17", "properties": {"sku": "TOTE"}, "context": {"campaign": {"name": "spring"}}}\n',
        {"interactions": 1},
    ),
    "consents": ("Email,Opt-in,Date,Form\ncamille@mail.example,O,2026-01-05 10:00:00,form 7\n", {"decisions": 1}),
    "loyalty": ("Customer,Account,Tier,Balance,Joined,As of\n17,L-1,gold,120,2020-01-01,2026-01-01\n", {"accounts": 1}),
    "repairs": (
        "Client,Ticket,State,Opened,State since,Promised,Store,Article,Work\n"
        "17,R-1,EN ATELIER,02/01/2026,05/01/2026,01/02/2026,paris-saint-honore,TOTE,Clasp\n",
        {"repairs": 1, "steps": 1},
    ),
    "satisfaction": (
        "Respondent,Response id,Score,Submitted,After,Comment\ncamille@mail.example,A-1,9,2026-01-05,purchase,Lovely\n",
        {"answers": 1},
    ),
}


@pytest.mark.parametrize("kind", sorted(FILES))
def test_an_example_reads_its_file(kind: str, tmp_path: Path, camille: Client, boutique: Boutique) -> None:
    content, added = FILES[kind]
    add_identifier(camille, "crm", "AURELLE:17")
    make_product(boutique.brand)
    path = tmp_path / kind
    path.write_bytes(content.encode("cp1252" if kind == "clients" else "utf-8"))

    report = import_file(ImportRequest(kind, path, EXAMPLES / f"{kind}.toml", "AURELLE"))

    assert (dict(+report.new), dict(report.tally.rejected)) == (added, {})


def test_every_kind_has_an_example() -> None:
    from crm.ingest.files.kinds.registry import kinds

    assert sorted(kinds()) == sorted([*FILES, "purchases"])
