"""The libraries that Segment publishes for JavaScript, installed by their lock."""

import os
from pathlib import Path

import pytest

from crm.models import Brand, Source
from tests.factories import make_source
from tests.node_packages import packages_of

# The browser's driver runs in the thread of the test, where Django would take every query for one of its loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder ``node_modules``."""
    return packages_of(HERE)


@pytest.fixture
def website(brand: Brand) -> Source:
    return make_source(brand, "aurelle-web")
