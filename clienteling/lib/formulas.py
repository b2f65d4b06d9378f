"""Cells that no spreadsheet takes for a formula (OWASP, "CSV injection")."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: object) -> str:
    """The value as text; an apostrophe before what a spreadsheet would run."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
