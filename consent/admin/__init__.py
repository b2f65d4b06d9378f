"""Consent and its evidence in the Django admin, one module a topic: to be read, and hardly ever written."""

from consent.admin import access, erasure, ledgers, requests, residency, retention, wechat

__all__ = ["access", "erasure", "ledgers", "requests", "residency", "retention", "wechat"]
