"""The profile store in the Django admin, one module a topic."""

from crm.admin import catalogue, clients, destinations, history, house, identity, machinery, profile, sources, staff

__all__ = [
    "catalogue",
    "clients",
    "destinations",
    "history",
    "house",
    "identity",
    "machinery",
    "profile",
    "sources",
    "staff",
]
