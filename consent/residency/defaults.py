"""The rules that a new house begins with. They are a start for its lawyers, and say so; nothing leaves China.

Adequacy decisions as they stood in 2026: the Commission's for the United Kingdom, Switzerland and Japan; those three
answer in kind. What is not named here is refused.
"""

from django.apps import apps as installed_apps
from django.apps.registry import Apps

WORDS = "As the software came; to be confirmed by the house's lawyers."
_ADEQUATE = (
    ("eu", "uk"), ("eu", "ch"), ("eu", "jp"), ("uk", "eu"), ("uk", "ch"), ("uk", "jp"), ("ch", "eu"), ("ch", "uk"),
    ("jp", "eu"), ("jp", "uk"),
)  # fmt: skip
_CLAUSES = (
    ("eu", "us"), ("uk", "us"), ("ch", "us"), ("gcc", "eu"), ("gcc", "uk"), ("gcc", "us"), ("other", "eu"),
    ("other", "uk"), ("other", "us"),
)  # fmt: skip
_FREE = tuple(("us", region) for region in ("eu", "uk", "ch", "jp", "gcc", "other"))
DEFAULT_RULES = {
    **dict.fromkeys(_ADEQUATE, "adequacy"), **dict.fromkeys(_CLAUSES, "clauses"), **dict.fromkeys(_FREE, "free"),
    ("jp", "us"): "consent",
}  # fmt: skip


def ensure_transfer_rules(registry: Apps = installed_apps) -> None:
    """Make what is missing of them; change nothing that is there. ``registry`` is the historical one in a migration."""
    rule = registry.get_model("consent", "TransferRule")
    rule.objects.bulk_create(
        [
            rule(from_region=here, to_region=there, ground=ground, document=WORDS)
            for (here, there), ground in DEFAULT_RULES.items()
        ],
        ignore_conflicts=True,
    )
