"""The log-ins and keys of the demonstration, in a file that only its owner can read: VAR/demo-house.json."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from clienteling.demo.staff import POSTS, email_of
from crm.api.keys import issue_api_key
from crm.models import ApiKey, Brand, Source, User
from crm.models.house import OWN_DEVICE

KEY_NAME = "Demonstration storefront"
SCOPES = [
    "accounts:write", "alerts:write", "catalogue:read", "check-ins:write", "clients:read", "consents:read",
    "consents:write", "links:read", "purchases:read", "purchases:write", "recommendations:read", "stock:read",
]  # fmt: skip
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


def keys_path() -> Path:
    return Path(settings.VAR) / "demo-house.json"


def new_passwords() -> dict[str, str]:
    """A password for each named post: ten syllables, 61 random bits, easy to type on a tablet."""
    return {post.code: "-".join(_syllables(2) for _ in range(5)) for post in POSTS}


def write_sources(brands: dict[str, Brand]) -> dict[str, str]:
    """Makes the website, the app and the till of each house; returns write keys by source code."""
    names = {"web": "Website", "app": "Customer app", "till": "Tills"}
    sources = Source.objects.bulk_create(
        Source(brand=brand, code=f"{code.lower()}-{kind}", name=f"{brand.name} {name.lower()}", write_key=_write_key())
        for code, brand in brands.items()
        for kind, name in names.items()
    )
    return {source.code: source.write_key for source in sources}


def renew_api_key(brand: Brand) -> str:
    """Revokes the storefront's earlier key, whose secret nobody has any more, and returns a new one."""
    ApiKey.objects.filter(name=KEY_NAME, revoked_at=None).update(revoked_at=timezone.now())
    return issue_api_key(KEY_NAME, brand=brand, scopes=SCOPES, region=OWN_DEVICE)[1]


def renew_passwords(passwords: dict[str, str]) -> None:
    """Gives the named posts these passwords, for a house whose file of keys was lost."""
    for post in POSTS:
        user = User.objects.get(email=email_of(post))
        user.set_password(passwords[post.code])
        user.save(update_fields=["password"])


def write_keys(passwords: dict[str, str], write_keys: dict[str, str], api_key: str) -> Path:
    """Writes the file, readable by its owner only from its first byte on."""
    content: dict[str, Any] = {
        "logins": {
            post.code: {"role": post.role, "email": email_of(post), "password": passwords[post.code]} for post in POSTS
        },
        "write_keys": write_keys,
        "api_key": api_key,
        "brands": sorted(Brand.objects.filter(code__in=("AURELLE", "SORANE")).values_list("code", flat=True)),
    }
    path = keys_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
    fresh.replace(path)
    return path


def _syllables(count: int) -> str:
    return "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(count))


def _write_key() -> str:
    return f"wk_{secrets.token_urlsafe(24)}"
