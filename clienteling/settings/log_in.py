"""How the staff log in, how long that lasts, and what stops whoever guesses."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from clienteling.settings.environment import IS_PRODUCTION

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
# Wrong codes of a second factor, of one account wherever they come from: whoever has the password and guesses needs
# years. Wrong passwords are axes' to count (clienteling.lib.accounts).
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
ACCOUNT_LOGOUT_ON_GET = False
# Seconds for which a password or a second factor, asked for again, stands good (clienteling/views/step_up.py).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "clienteling.lib.accounts.typed_address"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
# Kept beyond the next success; of what was typed only an account's address (clienteling/lib/failed_log_ins.py).
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_CLIENT_IP_CALLABLE = "clienteling.lib.client_address.client_address"
# How many proxies of the house's own stand before the server and write X-Forwarded-For.
TRUSTED_PROXIES = int(os.environ.get("CLIENTELING_TRUSTED_PROXIES", "0"))
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "crm.passwords.HouseWordsValidator"},
    {"NAME": "crm.breached_passwords.BreachedPasswordValidator"},
]
# The range interface of a service that knows breached passwords; empty: nobody is asked.
BREACHED_PASSWORDS_URL = os.environ.get("CLIENTELING_BREACHED_PASSWORDS_URL", "")
if IS_PRODUCTION and BREACHED_PASSWORDS_URL and not BREACHED_PASSWORDS_URL.startswith("https://"):
    raise ImproperlyConfigured(
        "CLIENTELING_BREACHED_PASSWORDS_URL: in production, an address that begins with https://."
    )
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
