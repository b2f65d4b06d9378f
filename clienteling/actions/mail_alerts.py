"""Tell the privacy officers by mail that a protected client was opened. The mail names no client."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection

from consent.models import AccessAlert
from crm.models import Brand, Membership, Relationship

# Whoever mails has the alert for so long; after a crash somebody else has it.
LEASE = timedelta(minutes=5)
AT_ONCE = 20

_CLAIM = """
UPDATE consent_accessalert SET mail_due_at = %(until)s
WHERE id IN (
    SELECT id FROM consent_accessalert WHERE mailed_at IS NULL AND mail_due_at <= %(now)s
    ORDER BY mail_due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def mail_alerts(*, at: datetime) -> int:
    """Each alert to every officer who answers for the client; how many were mailed.

    Claimed by moving the time at which it is due, called without a transaction, then ticked off: a mail may come
    twice after a crash, and is never lost. With nobody to tell, it is ticked off as well; it stands on the desk.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": at, "until": at + LEASE, "most": AT_ONCE})
        ids = sorted(row[0] for row in cursor.fetchall())
    alerts = list(AccessAlert.objects.filter(pk__in=ids).select_related("user").order_by("pk"))
    for alert in alerts:
        _tell(alert)
        AccessAlert.objects.filter(pk=alert.pk).update(mailed_at=at)
    return len(alerts)


def officers_of(alert: AccessAlert) -> list[str]:
    """Addresses of the group's officers, and of those of a brand that knows the client."""
    brands = set(Relationship.objects.filter(client=alert.client_id).values_list("brand", flat=True))
    officers = Membership.objects.filter(role=Membership.Role.PRIVACY, user__is_active=True).select_related("user")
    return sorted({each.user.email for each in officers if each.brand_id is None or each.brand_id in brands})


def _tell(alert: AccessAlert) -> None:
    to = officers_of(alert)
    if not to:
        return
    # Each their own: an officer of one brand need not know those of another.
    mails = [
        EmailMessage(
            subject="A protected client was opened",
            body=(
                f"{alert.user} opened the page of a protected client at {alert.at:%Y-%m-%d %H:%M} UTC.\n"
                f"The reason given stands on your desk: {settings.BASE_URL}/privacy/alerts/\n"
            ),
            from_email=_sender(alert),
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        for address in to
    ]
    EmailBackend().send_messages(mails)


def _sender(alert: AccessAlert) -> str | None:
    """The address of the house where it was opened, else of the group's first; None: as the settings have it."""
    own = Brand.objects.filter(pk__in=alert.user.memberships.values("brand")).order_by("pk").first()
    house = own or Brand.objects.order_by("pk").first()
    return house.from_email if house else None
