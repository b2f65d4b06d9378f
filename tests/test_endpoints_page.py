from tests.endpoints import PAGE, page


def test_the_page_of_addresses_is_current() -> None:
    """`make endpoints` writes docs/endpoints.md anew; commit it together with the address."""
    is_current = PAGE.read_text(encoding="utf-8") == page()

    assert is_current, "docs/endpoints.md is not what the tests hold: run `make endpoints` and commit the page."
