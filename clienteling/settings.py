"""All settings, read from the environment.

``CLIENTELING_ENV`` is ``development`` (the default: the demonstration and the tests) or ``production``,
where whatever is missing stops the start with the name of the variable.
"""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from clienteling.engines.addresses import addresses
from clienteling.engines.urls import celery_url, parse_database_url
from clienteling.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
IS_PRODUCTION = os.environ.get("CLIENTELING_ENV", "development") == "production"


def _required(name: str, development: str) -> str:
    value = os.environ.get(name)
    if value:
        return value
    if IS_PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. Production needs it; see docs/configuration.md.")
    return development


def _listed(name: str, development: str) -> list[str]:
    return [item.strip() for item in _required(name, development).split(",") if item.strip()]


def _mail_servers(name: str) -> dict[str, dict[str, Any]]:
    """By code, what Django's SMTP backend is made with."""
    servers = {}
    for item in _listed_or_none(name):
        code, _, address = item.partition("=")
        parts = urlsplit(address)
        if not code or parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ImproperlyConfigured(f"{name}: write code=smtp://user:password@host:port, by commas.")
        servers[code] = {
            "host": parts.hostname, "port": parts.port or 587, "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""), "use_tls": IS_PRODUCTION and parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
        }  # fmt: skip
    return servers


def _listed_or_none(name: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def _fonts_of(package: str) -> Path:
    """The folder of font files that a Python package carries; they are served from there, never copied in."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {package} is not installed; run make env.")
    return Path(spec.origin).parent / "files"


VAR = Path(os.environ.get("CLIENTELING_VAR") or BASE_DIR / "var").expanduser().absolute()

# --- the place -----------------------------------------------------------------------------------------
SECRET_KEY = _required("CLIENTELING_SECRET_KEY", "development-only-key-of-no-value-outside-this-machine-0123456789")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("CLIENTELING_OLD_SECRET_KEYS", "").split(",") if key]
# Hashes contact points in the consent and suppression ledgers. It must outlive every change of SECRET_KEY.
CONTACT_HASH_KEY = _required("CLIENTELING_CONTACT_HASH_KEY", "development-only-contact-key")
DEBUG = False
BASE_URL = _required("CLIENTELING_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = _listed("CLIENTELING_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = _listed("CLIENTELING_TRUSTED_ORIGINS", BASE_URL)
IS_DEMONSTRATION = not IS_PRODUCTION

# --- engines -------------------------------------------------------------------------------------------
if IS_PRODUCTION:
    _required("DATABASE_URL", "")
    _required("REDIS_URL", "")
_addresses = addresses()
DATABASES = {
    "default": {
        **parse_database_url(_addresses.database_url),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
# The large statements of a client's page are prepared on each connection (clienteling.lib.compiled).
if os.environ.get("DATABASE_PREPARE", "1") != "0":
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = _addresses.redis_url
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = celery_url(REDIS_URL)

# --- applications --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "clienteling",
    "journeys",
    "crm",
    "consent",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
]
AUTH_USER_MODEL = "crm.User"
MIDDLEWARE = [
    "clienteling.lib.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "crm.ingest.middleware.IngestMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "clienteling.lib.zero_character.RefuseZeroCharacterMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "clienteling.lib.session_age.SessionAgeMiddleware",
    "clienteling.lib.refusals.LogRefusalsMiddleware",
    "clienteling.lib.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "clienteling.urls"
WSGI_APPLICATION = "clienteling.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "clienteling.views.context.house",
            ]
        },
    }
]

# --- log-in --------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "clienteling.lib.accounts.StaffAccountAdapter"
ACCOUNT_FORMS = {"login": "clienteling.lib.accounts.LockedLoginForm"}
# axes counts failures over all processes, in the database; allauth's own limiter would count them twice.
ACCOUNT_RATE_LIMITS = {"login_failed": False}
ACCOUNT_LOGOUT_ON_GET = False
# Seconds for which a password or a second factor, asked for again, stands good (clienteling/views/step_up.py).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# How many clients one person takes out in files within a day; beyond, the privacy officer is told.
EXPORT_ROWS_A_DAY = int(os.environ.get("CLIENTELING_EXPORT_ROWS_A_DAY", "50000"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "clienteling.lib.accounts.typed_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "crm.passwords.HouseWordsValidator"},
]
# Of the link that sets a new password, in seconds.
PASSWORD_RESET_TIMEOUT = 3600
# A change of address or password is made by somebody who said a moment ago who they are.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A log-in of the staff ends after so long without a hand on it, and at the latest so long after it began.
IDLE_SECONDS = 60 * int(os.environ.get("CLIENTELING_IDLE_MINUTES", "60" if IS_PRODUCTION else "480"))
LOG_IN_SECONDS = 3600 * int(os.environ.get("CLIENTELING_LOG_IN_HOURS", "12"))
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Clienteling"
MFA_ADAPTER = "clienteling.lib.sealed_factors.SealedFactorAdapter"
# A browser takes localhost without TLS for safe; a passkey is made there too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
REQUIRE_SECOND_FACTOR = os.environ.get("CLIENTELING_REQUIRE_SECOND_FACTOR", "1" if IS_PRODUCTION else "0") == "1"

# --- cookies and transport -----------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
if IS_PRODUCTION:
    # Of this host alone, and over TLS alone: a browser keeps a cookie of this name on no other terms (RFC 6265bis).
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
# From where the catalogue's own pictures are shown, such as https://pictures.house.example.
PICTURE_ORIGINS = _listed("CLIENTELING_PICTURE_ORIGINS", "") if os.environ.get("CLIENTELING_PICTURE_ORIGINS") else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *PICTURE_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, "blob:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- languages and time --------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("it", "Italiano"), ("zh-hans", "简体中文")]
USE_I18N = True
# Dates in English as the house writes them, day first.
FORMAT_MODULE_PATH = ["clienteling.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- files ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts/hanken-grotesk", _fonts_of("font_hanken_grotesk")),
    ("fonts/source-serif-pro", _fonts_of("font_source_serif_pro")),
]
# Collected in production only; in development whitenoise serves the files from where they lie.
STATIC_ROOT = Path(os.environ.get("CLIENTELING_STATIC_ROOT", VAR / "static")) if IS_PRODUCTION else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
# Whoever edits a style sees it at the next request; in production the files are those of the start.
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION
WHITENOISE_MAX_AGE = 31_536_000 if IS_PRODUCTION else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# Likely doubles are merged without a person only where the house asks for it (docs/decisions/0014-duplicates.md).
AUTOMATIC_MERGES = os.environ.get("CLIENTELING_AUTOMATIC_MERGES", "0") == "1"
# Files that headquarters hands in. Web and workers share the folder; what lies there is deleted after its days.
UPLOAD_FOLDER = Path(os.environ.get("CLIENTELING_UPLOAD_FOLDER", VAR / "uploads"))
UPLOAD_MAXIMUM_BYTES = int(os.environ.get("CLIENTELING_UPLOAD_MEGABYTES", "512")) * 1024 * 1024
UPLOADS_KEPT_DAYS = int(os.environ.get("CLIENTELING_UPLOADS_KEPT_DAYS", "30"))
# Archives for clients who asked what is held of them (consent/rights/export/). Shared as well; deleted after a week.
EXPORT_FOLDER = Path(os.environ.get("CLIENTELING_EXPORT_FOLDER", VAR / "exports"))

# Erasures, withdrawals and restrictions, outside of the database and its backups: a disk that web and workers share.
PRIVACY_JOURNAL_FOLDER = Path(os.environ.get("CLIENTELING_PRIVACY_JOURNAL_FOLDER", VAR / "privacy-journal"))

# --- mail ----------------------------------------------------------------------------------------------
EMAIL_HOST = _required("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "2525" if not IS_PRODUCTION else "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = IS_PRODUCTION and os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 10
# Further mail servers, for clients whose data do not leave a region: code=smtp://user:password@host:port, by commas.
MAIL_SERVERS = _mail_servers("CLIENTELING_MAIL_SERVERS")
if not IS_PRODUCTION:
    # The demonstration's post office plays both: what stays in China goes to it by this name.
    MAIL_SERVERS.setdefault("demo-cn", {})
# The region of data protection law where the house's own systems lie (consent.residency.regions).
HOME_REGION = os.environ.get("CLIENTELING_HOME_REGION", "eu")
MAIL_SINK_FOLDER = VAR / "mail"

# --- work in the background ----------------------------------------------------------------------------
# Tasks only nudge: a lost task delays work that stands in the database, and loses none (docs/architecture.md).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
CELERY_TASK_TIME_LIMIT = 240
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- public interface ----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["crm.api.keys.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["crm.api.keys.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["crm.api.parsing.BoundedJsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "crm.api.paging.KeyPagination",
    "PAGE_SIZE": 24,
    "EXCEPTION_HANDLER": "crm.api.problems.problem_response",
    "DEFAULT_THROTTLE_CLASSES": [],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Clienteling",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clienteling.api.schema.add_refusals",
    ],
}
STOREFRONT_API_URL = os.environ.get("STOREFRONT_API_URL", "")
STOREFRONT_API_KEY = os.environ.get("STOREFRONT_API_KEY", "")
STOREFRONT_WRITE_KEY = os.environ.get("STOREFRONT_WRITE_KEY", "")
APP_WRITE_KEY = os.environ.get("APP_WRITE_KEY", "")
# How many events one write key may send in a minute, over all processes.
INGEST_EVENTS_PER_MINUTE = int(os.environ.get("CLIENTELING_INGEST_EVENTS_PER_MINUTE", "3000000"))
# How long after a back-in-stock request the "still unavailable" message is due, in seconds.
STILL_UNAVAILABLE_AFTER = int(os.environ.get("CLIENTELING_STILL_UNAVAILABLE_AFTER", str(3 * 24 * 3600)))
CHECK_IN_CODE_SECONDS = 60
# Webhooks out: into the house's own network in development only, unless a production says so for a receiver inside.
WEBHOOKS_MAY_STAY_INSIDE = os.environ.get("CLIENTELING_WEBHOOKS_INSIDE", "0" if IS_PRODUCTION else "1") == "1"
# One exchange with a receiver, in seconds, and how long a worker may hold one message: well above it.
WEBHOOK_SECONDS = float(os.environ.get("CLIENTELING_WEBHOOK_SECONDS", "20"))
WEBHOOK_LEASE_SECONDS = float(os.environ.get("CLIENTELING_WEBHOOK_LEASE_SECONDS", "60"))
# How long a worker may hold one message. Longer than every SMTP timeout of one exchange together.
SEND_LEASE_SECONDS = float(os.environ.get("CLIENTELING_SEND_LEASE_SECONDS", "90"))

# --- privacy -------------------------------------------------------------------------------------------
# Who answers for the processing, as the records of GDPR Art. 30 have to say; shown as missing when unset.
CONTROLLER_NAME = os.environ.get("CLIENTELING_CONTROLLER_NAME", "")
CONTROLLER_CONTACT = os.environ.get("CLIENTELING_CONTROLLER_CONTACT", "")
CONTROLLER_REPRESENTATIVE = os.environ.get("CLIENTELING_CONTROLLER_REPRESENTATIVE", "")
DATA_PROTECTION_OFFICER = os.environ.get("CLIENTELING_DATA_PROTECTION_OFFICER", "")

# --- logs ----------------------------------------------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "clienteling.lib.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("CLIENTELING_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "mail.log": {"level": "WARNING"},
    },
}
