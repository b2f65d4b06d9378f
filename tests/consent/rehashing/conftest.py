"""Every test begins under the former key alone."""

import pytest
from pytest_django import Settings

from tests.consent.rehashing.keys import before


@pytest.fixture(autouse=True)
def former_key(settings: Settings) -> None:
    before(settings)
