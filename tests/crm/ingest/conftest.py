import pytest

from crm.models import Brand, Source
from tests.factories import make_source


@pytest.fixture
def website(brand: Brand) -> Source:
    """The brand's website, with its own tag."""
    return make_source(brand, "aurelle-web")
