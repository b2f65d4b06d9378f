"""The house, its catalogue and its segments: nobody's data. And its staff."""

from consent.registry.retention import Retention
from consent.registry.table import Table, Whose

STAFF = "An account of the staff ends with the work here, not with the erasure of a client."

HOUSE = (
    Table(
        model="crm.User",
        whose=Whose.STAFF,
        purposes=("employment", "security"),
        retention=Retention.STAFF,
        because=STAFF,
        personal={
            "names": ("first_name", "last_name"),
            "contact": ("email",),
            "language": ("language",),
            "log-ins": ("last_login", "date_joined", "is_active", "is_staff", "is_superuser"),
        },
        sensitive={"log-in secrets": ("password",)},
        plain=("id",),
    ),
    Table(
        model="crm.Membership",
        whose=Whose.STAFF,
        purposes=("employment",),
        retention=Retention.STAFF,
        because=STAFF,
        personal={"work": ("role", "brand", "country", "boutique")},
        plain=("id", "user"),
    ),
    Table(
        model="crm.User_groups",
        whose=Whose.STAFF,
        purposes=("employment",),
        retention=Retention.STAFF,
        because=STAFF,
        personal={"work": ("group",)},
        plain=("id", "user"),
    ),
    Table(
        model="crm.User_user_permissions",
        whose=Whose.STAFF,
        purposes=("employment",),
        retention=Retention.STAFF,
        because=STAFF,
        personal={"work": ("permission",)},
        plain=("id", "user"),
    ),
    Table(
        model="crm.Brand",
        plain=("id", "code", "name", "language", "currency", "timezone", "accent", "accent_dark", "from_email"),
    ),
    Table(
        model="crm.Boutique",
        plain=("id", "brand", "code", "name", "kind", "city", "country", "address", "timezone", "currency"),
    ),
    Table(
        model="crm.Source",
        plain=(
            "id", "brand", "code", "name", "write_key", "former_write_key", "former_until",
            "allowed_origins", "is_shared_device", "is_active",
            "expected_every", "country", "order_prefix", "schema", "last_seen_at",
        ),
    ),
    Table(
        model="crm.ApiKey",
        plain=("id", "brand", "name", "prefix", "sha256", "scopes", "region", "created_at", "revoked_at"),
    ),
    Table(model="crm.Category", plain=("id", "brand", "code", "names", "parent")),
    Table(model="crm.Category_complements", plain=("id", "from_category", "to_category")),
    Table(
        model="crm.Product",
        plain=(
            "id", "brand", "code", "names", "descriptions", "category", "collection", "material", "colour", "tags",
            "picture", "is_active",
        ),
    ),
    Table(model="crm.Variant", plain=("id", "product", "sku", "label", "barcode", "position")),
    Table(model="crm.Price", plain=("id", "variant", "currency", "country", "amount")),
    Table(model="crm.Stock", plain=("id", "variant", "boutique", "quantity", "updated_at")),
    Table(
        model="crm.Segment",
        plain=("id", "brand", "code", "name", "kind", "tag", "draft", "version", "counted_version"),
    ),
    Table(
        model="crm.SegmentVersion",
        plain=("id", "segment", "number", "definition", "sha256", "actor", "published_at"),
    ),
    Table(model="crm.SegmentClock", plain=("segment", "swept_to")),
    Table(model="crm.SegmentFlow", plain=("id", "segment", "day", "entered", "left")),
)  # fmt: skip
