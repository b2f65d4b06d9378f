"""What the site is made of, from a request coming in to a page going out."""

from typing import Any

from clienteling.settings.environment import BASE_DIR

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
    "clienteling.lib.plain_http.RefusePlainHttpMiddleware",
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
    "clienteling.lib.machines.MachinesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "clienteling.lib.session_age.SessionAgeMiddleware",
    "clienteling.lib.fresh_session.FreshSessionMiddleware",
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
