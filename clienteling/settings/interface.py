"""The public interface, and the keys with which the demonstration's shop and app call it."""

import os

from clienteling.settings.environment import IS_PRODUCTION

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["crm.api.keys.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["crm.api.keys.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["crm.api.parsing.BoundedJsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "crm.api.paging.KeyPagination",
    "PAGE_SIZE": 24,
    "EXCEPTION_HANDLER": "crm.api.problems.problem_response",
    "DEFAULT_THROTTLE_CLASSES": ["crm.api.throttle.KeyThrottle"],
}
# How many calls one API key may make in a minute, over all processes.
API_CALLS_PER_MINUTE = int(os.environ.get("CLIENTELING_API_CALLS_PER_MINUTE", "6000" if IS_PRODUCTION else "60000"))
SPECTACULAR_SETTINGS = {
    "TITLE": "Clienteling",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Two fields are called state.
    "ENUM_NAME_OVERRIDES": {
        "ConsentStateEnum": ("yes", "no", "unknown"),
        "RequestStateEnum": "clienteling.api.requests.STATES",
    },
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
CHECK_IN_CODE_SECONDS = 60
