"""The tables of installed libraries: log-ins of the staff, sessions, and the log of the admin."""

from consent.registry.retention import Retention
from consent.registry.table import Erasure, Table, Whose

LOG_INS = "Log-ins of the staff and tries at them say nothing of a client."

_TRY = ("user_agent", "ip_address", "username", "http_accept", "path_info", "attempt_time")

LIBRARIES = (
    Table(
        model="account.EmailAddress",
        whose=Whose.STAFF,
        purposes=("employment", "security"),
        retention=Retention.STAFF,
        because=LOG_INS,
        personal={"contact": ("email", "verified", "primary")},
        plain=("id", "user"),
    ),
    Table(
        model="account.EmailConfirmation",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SHORT,
        because=LOG_INS,
        personal={"log-ins": ("created", "sent")},
        sensitive={"log-in secrets": ("key",)},
        plain=("id", "email_address"),
    ),
    Table(
        model="mfa.Authenticator",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.STAFF,
        because=LOG_INS,
        personal={"log-ins": ("type", "created_at", "last_used_at")},
        sensitive={"log-in secrets": ("data",)},
        plain=("id", "user"),
    ),
    Table(
        model="usersessions.UserSession",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SHORT,
        because=LOG_INS,
        personal={"log-ins": ("created_at", "ip", "last_seen_at", "user_agent", "data")},
        sensitive={"log-in secrets": ("session_key",)},
        plain=("id", "user"),
    ),
    Table(
        model="axes.AccessAttempt",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SHORT,
        because=LOG_INS,
        personal={"log-ins": (*_TRY, "get_data", "post_data", "failures_since_start")},
        plain=("id",),
    ),
    Table(
        model="axes.AccessAttemptExpiration",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SHORT,
        because=LOG_INS,
        personal={"log-ins": ("expires_at",)},
        plain=("access_attempt",),
    ),
    Table(
        model="axes.AccessFailureLog",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SECURITY,
        because=LOG_INS,
        personal={"log-ins": (*_TRY, "locked_out")},
        plain=("id",),
    ),
    Table(
        model="axes.AccessLog",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SECURITY,
        because=LOG_INS,
        personal={"log-ins": (*_TRY, "logout_time")},
        sensitive={"log-in secrets": ("session_hash",)},
        plain=("id",),
    ),
    Table(
        model="sessions.Session",
        whose=Whose.CLIENT,
        # A visitor's cart until it is bought, or what a member of staff last searched for; of whom, only its key says.
        purposes=("service", "security"),
        retention=Retention.SHORT,
        erasure=Erasure.KEEP,
        because="What a browser holds under a key that no record of the client knows; it ends by itself within days.",
        personal={"devices": ("session_data", "expire_date")},
        sensitive={"log-in secrets": ("session_key",)},
    ),
    Table(
        model="admin.LogEntry",
        whose=Whose.STAFF,
        purposes=("security",),
        retention=Retention.SECURITY,
        because="Who changed what in the administration; a row is named by its number.",
        personal={"work": ("action_time", "object_id", "object_repr", "action_flag", "change_message")},
        plain=("id", "user", "content_type"),
    ),
    Table(model="auth.Group", plain=("id", "name")),
    Table(model="auth.Group_permissions", plain=("id", "group", "permission")),
    Table(model="auth.Permission", plain=("id", "name", "content_type", "codename")),
    Table(model="contenttypes.ContentType", plain=("id", "app_label", "model")),
)
