from crm.models.account import CustomerAccount
from crm.models.catalogue import Category, Price, Product, Stock, StockAlert, Variant
from crm.models.client import Client, Relationship
from crm.models.destination import Audience, AudienceChange, AudienceMember, Delivery, Destination
from crm.models.duplicate import (
    AutomaticMergeThreshold,
    DuplicateModel,
    DuplicatePass,
    DuplicateProposal,
    DuplicateRate,
    DuplicateSignature,
    DuplicateWork,
)
from crm.models.ecommerce import PendingEvent, RejectedEvent
from crm.models.house import ApiKey, Boutique, Brand, Source
from crm.models.identity import Identifier, IdentityLink
from crm.models.identity_care import BlockedIdentifier, IdentityCut, IdentityReview
from crm.models.imports import ImportRun, SavedMapping, Upload
from crm.models.interaction import Interaction, MessageId, RejectedCall
from crm.models.merge import MergeChange, MergeLog, MergeMove
from crm.models.people import Membership, User
from crm.models.profile import Cart, CartItem, LoyaltyAccount, Relation, Score, Wish
from crm.models.purchase import Purchase, PurchaseLine, PurchaseReference
from crm.models.recipient import Disclosure, RecipientNotice
from crm.models.search import SearchWord
from crm.models.segment import (
    ChangedClient,
    Segment,
    SegmentChange,
    SegmentClock,
    SegmentFlow,
    SegmentMember,
    SegmentVersion,
)
from crm.models.source_figures import SchemaViolation, SourceHour, SourceTally
from crm.models.source_totals import SourceComparison, SourceTotal

__all__ = [
    "ApiKey",
    "Audience",
    "AudienceChange",
    "AudienceMember",
    "AutomaticMergeThreshold",
    "BlockedIdentifier",
    "Boutique",
    "Brand",
    "Cart",
    "CartItem",
    "Category",
    "ChangedClient",
    "Client",
    "CustomerAccount",
    "Delivery",
    "Destination",
    "Disclosure",
    "DuplicateModel",
    "DuplicatePass",
    "DuplicateProposal",
    "DuplicateRate",
    "DuplicateSignature",
    "DuplicateWork",
    "Identifier",
    "IdentityCut",
    "IdentityLink",
    "IdentityReview",
    "ImportRun",
    "Interaction",
    "LoyaltyAccount",
    "Membership",
    "MergeChange",
    "MergeLog",
    "MergeMove",
    "MessageId",
    "PendingEvent",
    "Price",
    "Product",
    "Purchase",
    "PurchaseLine",
    "PurchaseReference",
    "RejectedCall",
    "RejectedEvent",
    "RecipientNotice",
    "Relation",
    "Relationship",
    "SchemaViolation",
    "SavedMapping",
    "Score",
    "SearchWord",
    "Segment",
    "SegmentChange",
    "SegmentClock",
    "SegmentFlow",
    "SegmentMember",
    "SegmentVersion",
    "Source",
    "SourceComparison",
    "SourceHour",
    "SourceTally",
    "SourceTotal",
    "Stock",
    "StockAlert",
    "Upload",
    "User",
    "Variant",
    "Wish",
]
