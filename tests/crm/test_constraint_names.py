"""Every named constraint of the profile store, of consent and of care has a test that breaks it."""

from pathlib import Path

from django.apps import apps

TESTS = Path(__file__).parents[1]
BROKEN = (
    "crm/test_constraints.py",
    "crm/identity/test_constraints.py",
    "crm/ingest/uploads/test_constraints.py",
    "crm/test_profile_constraints.py",
    "crm/test_source_constraints.py",
    "consent/actions/test_exports.py",
    "consent/retention/test_constraints.py",
    "consent/retention/test_buyers.py",
    "consent/test_ledgers.py",
    "consent/rights/test_request_constraints.py",
    "consent/test_protection_constraints.py",
    "crm/rights/test_scores.py",
    "consent/test_residency_constraints.py",
    "consent/test_wechat.py",
    "crm/rights/test_recipients.py",
    "consent/views/test_quiet.py",
    "crm/destinations/test_constraints.py",
    "consent/rights/test_erasure_constraints.py",
    "consent/sensitive/test_keeping.py",
    "consent/rights/test_handed_in.py",
)


def test_every_named_constraint_is_broken_by_a_test() -> None:
    broken = "".join((TESTS / path).read_text() for path in BROKEN)
    named = {
        constraint.name
        for app in ("crm", "consent")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }

    assert sorted(name for name in named if name not in broken) == []
