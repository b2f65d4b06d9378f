from consent.models.access import AccessEntry
from consent.models.decision import CurrentDecision, Decision, Suppression
from consent.models.purpose import Notice, Purpose

__all__ = ["AccessEntry", "CurrentDecision", "Decision", "Notice", "Purpose", "Suppression"]
