from datetime import UTC, datetime

import pytest

from crm.ingest.heartbeat import note_arrival
from crm.models import Brand, Source
from tests.factories import make_source


@pytest.fixture
def website(brand: Brand) -> Source:
    """The brand's website, with its own tag. It was heard a moment ago."""
    source = make_source(brand, "aurelle-web")
    note_arrival(source, datetime.now(UTC))
    return source
