"""When a client was in touch, as the profile store knows it."""

from django.db.models import Q

from consent.retention.contacts import Contact

# Made by a machine, whether or not a person was there (names of Segment's specification for e-mail and push).
TRACES = (
    "Email Delivered", "Email Opened", "Email Bounced", "Email Marked as Spam", "Push Notification Received",
    "Push Notification Bounced",
)  # fmt: skip

CONTACTS = (
    # Whoever bought once is a client, and no prospect any more.
    Contact("crm.Purchase", moment="occurred_at", house="brand"),
    Contact("crm.Interaction", moment="timestamp", where=~Q(name__in=TRACES)),
    Contact("crm.CustomerAccount", moment="last_login"),
    Contact("crm.CustomerAccount", moment="created_at"),
    Contact("crm.StockAlert", moment="created_at"),
    Contact("crm.Wish", moment="changed_at"),
    Contact("crm.CartItem", moment="changed_at"),
)
