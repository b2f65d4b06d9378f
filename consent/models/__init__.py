from consent.models.access import AccessEntry
from consent.models.data_export import DataExport
from consent.models.decision import CurrentDecision, Decision, Suppression
from consent.models.export import Export
from consent.models.preference import ContactPreference
from consent.models.purpose import Notice, Purpose
from consent.models.request import IdentityChallenge, RequestStep, SubjectRequest

__all__ = [
    "AccessEntry",
    "ContactPreference",
    "CurrentDecision",
    "DataExport",
    "Decision",
    "Export",
    "IdentityChallenge",
    "Notice",
    "Purpose",
    "RequestStep",
    "SubjectRequest",
    "Suppression",
]
