from consent.models.access import AccessEntry
from consent.models.decision import CurrentDecision, Decision, Suppression
from consent.models.preference import ContactPreference
from consent.models.purpose import Notice, Purpose

__all__ = ["AccessEntry", "ContactPreference", "CurrentDecision", "Decision", "Notice", "Purpose", "Suppression"]
