"""How the OpenAPI document describes our keys, and every refusal."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

# As crm.api.problems writes them.
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457). ``code`` is stable; ``title`` is for a person.",
    "required": ["type", "status", "code", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "errors": {"description": "Field by field, where fields are not valid."},
    },
}
REFUSAL = {
    "description": "Refused, and nothing was changed.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
TOO_MANY = {
    "description": "``rate_limited``: the key has used up its minute. Nothing was changed.",
    "headers": {
        "Retry-After": {
            "description": "Seconds after which the key may call again.", "schema": {"type": "integer", "minimum": 1},
        }
    },
    "content": REFUSAL["content"],
}  # fmt: skip


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "crm.api.keys.ApiKeyAuthentication"
    name = "ApiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A key of the house, with scopes."}


def add_refusals(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The answer to whatever is refused, the same for every operation. A hook of the document's generator."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = REFUSAL
            operation["responses"]["429"] = TOO_MANY
    return result
