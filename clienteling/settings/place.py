"""The keys of this place, and the addresses at which it is reached."""

import os

from clienteling.settings.environment import IS_PRODUCTION, listed, listed_or_none, required

SECRET_KEY = required("CLIENTELING_SECRET_KEY", "development-only-key-of-no-value-outside-this-machine-0123456789")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("CLIENTELING_OLD_SECRET_KEYS", "").split(",") if key]
# Hash contact points in the consent and suppression ledgers, and outlive every change of SECRET_KEY. The former ones,
# the newest first, are never taken out of the list; the next one is only read with (docs/security.md).
CONTACT_HASH_KEY = required("CLIENTELING_CONTACT_HASH_KEY", "development-only-contact-key")
OLD_CONTACT_HASH_KEYS = listed_or_none("CLIENTELING_OLD_CONTACT_HASH_KEYS")
NEXT_CONTACT_HASH_KEY = os.environ.get("CLIENTELING_NEXT_CONTACT_HASH_KEY", "")
DEBUG = False
BASE_URL = required("CLIENTELING_BASE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = listed("CLIENTELING_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = listed("CLIENTELING_TRUSTED_ORIGINS", BASE_URL)
CSRF_FAILURE_VIEW = "clienteling.views.refused_forms.refuse_form"
IS_DEMONSTRATION = not IS_PRODUCTION
