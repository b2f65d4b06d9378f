"""Tests that share something dear (a demonstration, a house) are run by one worker."""

import pytest


@pytest.mark.xdist_group("groups")
def test_a_group_is_part_of_the_name_by_which_tests_are_shared_out(request: pytest.FixtureRequest) -> None:
    is_shared_out = bool(getattr(request.config.option, "loadgroup", False))

    assert request.node.nodeid.endswith("@groups") == is_shared_out
