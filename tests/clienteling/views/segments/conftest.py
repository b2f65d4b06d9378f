"""A segment by rule, still without one."""

import pytest

from crm.actions.segment_versions import make_segment
from crm.models import Brand, Segment


@pytest.fixture
def french(brand: Brand) -> Segment:
    return make_segment(brand, code="french", name="French", kind="computed")
