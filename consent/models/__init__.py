from consent.models.access import AccessEntry
from consent.models.alert import AccessAlert
from consent.models.correction import Correction
from consent.models.data_export import DataExport
from consent.models.decision import CurrentDecision, Decision, Suppression
from consent.models.erasure import ErasedIdentifier, Erasure
from consent.models.export import Export
from consent.models.handed_in import HandedIn
from consent.models.journal import JournalEntry, JournalFile
from consent.models.preference import ContactPreference
from consent.models.protection import Opening, Protection
from consent.models.purpose import Notice, Purpose
from consent.models.request import IdentityChallenge, RequestStep, SubjectRequest
from consent.models.residency import Processor, Residence, Transfer, TransferRule
from consent.models.restriction import Restriction
from consent.models.retention import (
    LastTouch,
    RetentionBatch,
    RetentionCandidate,
    RetentionHold,
    RetentionRule,
    RetentionRun,
)
from consent.models.sensitive import SensitiveWithdrawal
from consent.models.wechat import WechatAccount, WechatContact, WechatSubscription

__all__ = [
    "AccessAlert",
    "AccessEntry",
    "ContactPreference",
    "Correction",
    "CurrentDecision",
    "DataExport",
    "Decision",
    "ErasedIdentifier",
    "Erasure",
    "Export",
    "HandedIn",
    "IdentityChallenge",
    "JournalEntry",
    "JournalFile",
    "LastTouch",
    "Notice",
    "Opening",
    "Processor",
    "Protection",
    "Purpose",
    "RequestStep",
    "Residence",
    "Restriction",
    "RetentionBatch",
    "RetentionCandidate",
    "RetentionHold",
    "RetentionRule",
    "RetentionRun",
    "SensitiveWithdrawal",
    "SubjectRequest",
    "Suppression",
    "Transfer",
    "TransferRule",
    "WechatAccount",
    "WechatContact",
    "WechatSubscription",
]
